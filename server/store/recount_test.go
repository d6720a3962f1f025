package store_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"math/bits"
	"slices"
	"sort"
	"strings"
)

// A second program that reads an export and counts it again. It is written from the
// export's description alone: it shares no code with the portal, reads JSON, hashes,
// checks signature and tree, and counts by itself.

type recountTerms struct {
	Method  string
	Options []struct {
		ID   string
		Cost int64
	}
	None       bool
	Seats      int
	Budget     int64
	Completion string
}

type recountFinal struct {
	Ballots, Paper int64
	Withheld       bool
	Voices         []struct {
		Choice      string
		Heads, Area int64
	}
	Count struct {
		Roll, Participating, Valid, For struct{ Heads, Area int64 }
	}
	Result struct {
		Winners []string
		Ranking [][]string
	}
}

type recounting struct {
	id       string
	terms    recountTerms
	termsRaw []byte
	roll     map[string][2]int64 // heads, area
	rollHash string
	choices  map[string]string // by tag
	paper    int64
	opened   map[string]bool // commitments of the ballots here
	withheld bool
	final    recountFinal
	finalRaw []byte
}

func recount(text, key string) error {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	r := recounting{roll: map[string][2]int64{}, choices: map[string]string{}, opened: map[string]bool{}}
	rollText := ""
	for i, line := range lines {
		var l struct {
			ID                               string
			Terms, Final, Ballots, Withheld  json.RawMessage
			Tag, Label, Nonce, Choice, Inner string
			Channel                          string
			Heads, Area, Seq                 int64
			Log                              *struct {
				Verifier, Checkpoint string
				From                 int64
				Frontier             []string
			}
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			return err
		}
		switch {
		case i == 0:
			r.id = l.ID
		case l.Terms != nil:
			r.termsRaw = l.Terms
			if err := json.Unmarshal(l.Terms, &r.terms); err != nil {
				return err
			}
		case l.Withheld != nil:
			r.withheld = true
		case l.Nonce != "":
			inner := sha("yishiting choice 1\n" + l.Nonce + "\n" + l.Choice + "\n")
			r.opened[sha(fmt.Sprintf("yishiting ballot 1\n%s\n%s\n%d\n%s\n", r.id, l.Tag, l.Seq, inner))] = true
			r.choices[l.Tag] = l.Choice
			if l.Channel == "paper" {
				r.paper++
			}
		case l.Inner != "":
			r.opened[sha(fmt.Sprintf("yishiting ballot 1\n%s\n%s\n%d\n%s\n", r.id, l.Tag, l.Seq, l.Inner))] = true
		case l.Tag != "":
			r.roll[l.Tag] = [2]int64{l.Heads, l.Area}
			rollText += fmt.Sprintf("%s %d %d %s\n", l.Tag, l.Heads, l.Area, l.Label)
		case l.Final != nil:
			r.finalRaw = l.Final
			if err := json.Unmarshal(l.Final, &r.final); err != nil {
				return err
			}
		case l.Log != nil:
			r.rollHash = sha(rollText)
			if err := signedRoot(l.Log.Checkpoint, key, l.Log.From, l.Log.Frontier, lines[i+1:]); err != nil {
				return err
			}
			if err := r.onRecord(lines[i+1:]); err != nil {
				return err
			}
			if r.withheld {
				return nil
			}
			return r.count()
		}
	}
	return errors.New("no record")
}

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// signedRoot computes the root of the log and looks for it in the signed checkpoint.
func signedRoot(checkpoint, key string, from int64, frontier, leaves []string) error {
	type subtree struct {
		size int64
		hash []byte
	}
	var peaks []subtree
	rest := from
	for _, text := range frontier {
		hash, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return err
		}
		size := int64(1) << (bits.Len64(uint64(rest)) - 1)
		peaks, rest = append(peaks, subtree{size, hash}), rest-size
	}
	if rest != 0 {
		return errors.New("frontier")
	}
	join := func(a, b []byte) []byte {
		sum := sha256.Sum256(append(append([]byte{1}, a...), b...))
		return sum[:]
	}
	for _, leaf := range leaves {
		sum := sha256.Sum256(append([]byte{0}, leaf...))
		peaks = append(peaks, subtree{1, sum[:]})
		for n := len(peaks); n > 1 && peaks[n-1].size == peaks[n-2].size; n = len(peaks) {
			peaks = append(peaks[:n-2], subtree{2 * peaks[n-1].size, join(peaks[n-2].hash, peaks[n-1].hash)})
		}
	}
	root := peaks[len(peaks)-1].hash
	for i := len(peaks) - 2; i >= 0; i-- {
		root = join(peaks[i].hash, root)
	}
	body, signature, _ := strings.Cut(checkpoint, "\n\n")
	if want := fmt.Sprintf("yishiting/hepingli\n%d\n%s", from+int64(len(leaves)), base64.StdEncoding.EncodeToString(root)); body != want {
		return fmt.Errorf("the checkpoint says %q, the record comes to %q", body, want)
	}
	signed, err := base64.StdEncoding.DecodeString(strings.Fields(signature)[2])
	if err != nil {
		return err
	}
	public, err := base64.StdEncoding.DecodeString(strings.SplitN(key, "+", 3)[2])
	if err != nil || !ed25519.Verify(public[1:], []byte(body+"\n"), signed[4:]) {
		return errors.New("signature")
	}
	return nil
}

// onRecord compares with what the record says of the poll.
func (r *recounting) onRecord(leaves []string) error {
	cast := map[string]bool{}
	published, counted := 0, 0
	for _, leaf := range leaves {
		var e struct {
			Kind, Subject string
			Data          struct {
				Terms       string
				TermsHash   string `json:"terms_hash"`
				RollHash    string `json:"roll_hash"`
				Result      string
				ResultHash  string `json:"result_hash"`
				Commitments []string
			}
		}
		if err := json.Unmarshal([]byte(leaf), &e); err != nil {
			continue // of another kind, whose facts are of other types
		}
		if e.Subject != "poll/"+r.id {
			continue
		}
		switch e.Kind {
		case "poll-published":
			published++
			if e.Data.Terms != string(r.termsRaw) || e.Data.TermsHash != sha(string(r.termsRaw)) || e.Data.RollHash != r.rollHash {
				return errors.New("terms or roll are others than on the record")
			}
		case "ballots-cast":
			for _, c := range e.Data.Commitments {
				cast[c] = true
			}
		case "poll-counted":
			counted++
			if e.Data.Result != string(r.finalRaw) || e.Data.ResultHash != sha(string(r.finalRaw)) {
				return errors.New("the result is another than on the record")
			}
		}
	}
	if published != 1 || counted != 1 {
		return fmt.Errorf("published %d times and counted %d times", published, counted)
	}
	if !r.withheld && (len(cast) != len(r.opened) || len(cast) == 0) {
		return fmt.Errorf("%d commitments, %d ballots", len(cast), len(r.opened))
	}
	for c := range r.opened {
		if !cast[c] {
			return errors.New("a ballot is not on the record")
		}
	}
	return nil
}

// count counts the ballots and compares with the portal's result.
func (r *recounting) count() error {
	voices := map[string][2]int64{}
	var all, blank, roll [2]int64
	for tag, w := range r.roll {
		roll[0], roll[1] = roll[0]+w[0], roll[1]+w[1]
		choice, voted := r.choices[tag]
		if !voted {
			continue
		}
		said := voices[choice]
		voices[choice] = [2]int64{said[0] + w[0], said[1] + w[1]}
		all[0], all[1] = all[0]+w[0], all[1]+w[1]
		if choice == "blank" {
			blank[0], blank[1] = blank[0]+w[0], blank[1]+w[1]
		}
	}
	f := r.final
	if f.Ballots != int64(len(r.choices)) || f.Paper != r.paper || f.Count.Roll.Heads != roll[0] || f.Count.Roll.Area != roll[1] ||
		f.Count.Valid.Heads != all[0]-blank[0] || f.Count.Valid.Area != all[1]-blank[1] {
		return fmt.Errorf("the portal has %+v, here are %v on the roll, %v voting, %v blank", f.Count, roll, all, blank)
	}
	for _, v := range f.Voices {
		if voices[v.Choice] != [2]int64{v.Heads, v.Area} {
			return fmt.Errorf("the portal has %+v, here are %v", v, voices[v.Choice])
		}
	}
	var winners []string
	switch r.terms.Method {
	case "binary":
		if winners = []string{"no"}; r.named("yes") > r.named("no") {
			winners = []string{"yes"}
		}
		if f.Count.For.Heads != voices["yes"][0] || f.Count.For.Area != voices["yes"][1] {
			return fmt.Errorf("the portal has %+v for it, here are %v", f.Count.For, voices["yes"])
		}
	case "plurality", "approval":
		winners = r.mostVotes()
	case "greedy":
		winners = r.greedy()
	case "mes":
		winners = r.equalShares()
	case "schulze":
		winners = r.schulze()
	default:
		return nil // of the single transferable vote only the ballots are compared here
	}
	sort.Strings(winners)
	portal := slices.Clone(f.Result.Winners)
	sort.Strings(portal)
	if !slices.Equal(winners, portal) {
		return fmt.Errorf("the portal chose %v, here %v are", portal, winners)
	}
	return nil
}

// named is how many ballots name an option.
func (r *recounting) named(id string) (n int64) {
	for _, choice := range r.choices {
		if slices.Contains(strings.Split(choice, ","), id) {
			n++
		}
	}
	return n
}

// byVotes are the options with most votes first, then those that cost less, then those that stand first.
func (r *recounting) byVotes() []int {
	order := make([]int, len(r.terms.Options))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return r.before(order[a], order[b]) })
	return order
}

func (r *recounting) before(a, b int) bool {
	x, y := r.terms.Options[a], r.terms.Options[b]
	if n, m := r.named(x.ID), r.named(y.ID); n != m {
		return n > m
	}
	if x.Cost != y.Cost {
		return x.Cost < y.Cost
	}
	return a < b
}

func (r *recounting) mostVotes() (winners []string) {
	for _, i := range r.byVotes() {
		if id := r.terms.Options[i].ID; len(winners) < r.terms.Seats && r.named(id) > 0 {
			winners = append(winners, id)
		}
	}
	return winners
}

func (r *recounting) greedy() (winners []string) {
	left := r.terms.Budget
	for _, i := range r.byVotes() {
		if o := r.terms.Options[i]; o.Cost <= left && r.named(o.ID) > 0 {
			winners, left = append(winners, o.ID), left-o.Cost
		}
	}
	return winners
}

// equalShares raises every endowment by 1 yuan until a run overspends.
func (r *recounting) equalShares() (winners []string) {
	each := big.NewRat(r.terms.Budget, int64(len(r.choices)))
	for {
		next, spent := r.sharesOf(each)
		if spent > r.terms.Budget {
			return winners
		}
		if winners = next; len(winners) == len(r.terms.Options) {
			return winners
		}
		each = new(big.Rat).Add(each, big.NewRat(100, 1)) // in cents
	}
}

func (r *recounting) sharesOf(each *big.Rat) (winners []string, spent int64) {
	money := map[string]*big.Rat{}
	for tag := range r.choices {
		money[tag] = each
	}
	done := make([]bool, len(r.terms.Options))
	for {
		best, bestRate, bestPay := -1, new(big.Rat), new(big.Rat)
		for i, o := range r.terms.Options {
			pay := r.payFor(o.ID, o.Cost, money)
			if done[i] || pay == nil {
				continue
			}
			rate := new(big.Rat).Quo(pay, big.NewRat(o.Cost, 1))
			if order := rate.Cmp(bestRate); best < 0 || order < 0 || order == 0 && r.before(i, best) {
				best, bestRate, bestPay = i, rate, pay
			}
		}
		if best < 0 {
			return winners, spent
		}
		o := r.terms.Options[best]
		for tag, choice := range r.choices {
			if slices.Contains(strings.Split(choice, ","), o.ID) {
				money[tag] = new(big.Rat).Sub(money[tag], lesser(money[tag], bestPay))
			}
		}
		done[best], winners, spent = true, append(winners, o.ID), spent+o.Cost
	}
}

func lesser(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// payFor is the most that one supporter has to pay for a project; nil where they cannot pay it.
func (r *recounting) payFor(id string, cost int64, money map[string]*big.Rat) *big.Rat {
	var has []*big.Rat
	for tag, choice := range r.choices {
		if slices.Contains(strings.Split(choice, ","), id) {
			has = append(has, money[tag])
		}
	}
	slices.SortFunc(has, func(a, b *big.Rat) int { return a.Cmp(b) })
	left := big.NewRat(cost, 1)
	for i, m := range has {
		share := new(big.Rat).Quo(left, big.NewRat(int64(len(has)-i), 1))
		if share.Cmp(m) <= 0 {
			return share
		}
		left.Sub(left, m)
	}
	return nil
}

// schulze compares each two by the strongest of all paths. Whoever does not strictly beat
// "none of these" is out beforehand.
func (r *recounting) schulze() (winners []string) {
	var ids []string
	for _, o := range r.terms.Options {
		ids = append(ids, o.ID)
	}
	ids = append(ids, "none")
	prefer := func(a, b string) (n int64) {
		for _, choice := range r.choices {
			if rankIn(choice, a) < rankIn(choice, b) {
				n++
			}
		}
		return n
	}
	var stand []string
	for _, id := range ids {
		if id == "none" || prefer(id, "none") > prefer("none", id) {
			stand = append(stand, id)
		}
	}
	for _, a := range stand {
		wins := true
		for _, b := range stand {
			wins = wins && (a == b || strongest(stand, prefer, a, b, nil) >= strongest(stand, prefer, b, a, nil))
		}
		if wins {
			winners = append(winners, a)
		}
	}
	return winners
}

// rankIn is where a ballot ranks an option; behind all others where it does not.
func rankIn(choice, id string) int {
	for i, rank := range strings.Split(choice, ">") {
		if slices.Contains(strings.Split(rank, "="), id) {
			return i
		}
	}
	return 1000
}

// strongest is the strength of the strongest path from a to b, found by trying all.
func strongest(ids []string, prefer func(a, b string) int64, a, b string, been []string) (best int64) {
	been = append(slices.Clone(been), a)
	for _, next := range ids {
		if slices.Contains(been, next) || prefer(a, next) <= prefer(next, a) {
			continue
		}
		link := prefer(a, next)
		if next != b {
			link = min(link, strongest(ids, prefer, next, b, been))
		}
		best = max(best, link)
	}
	return best
}
