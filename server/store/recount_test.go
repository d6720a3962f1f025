package store_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/bits"
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
