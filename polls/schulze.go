package polls

// tallySchulze counts rankings by the method of Schulze with winning votes (M. Schulze, "A
// new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
// single-winner election method", 2011). A ballot is a weak order; whom it does not name
// it puts last, tied. Winners are all candidates whom nobody beats by a strongest path:
// an honest tie stays one, whatever Election.Ties and Seats say.
//
// "None of these" works as the default option of the Debian Constitution (appendix A.6):
// an option that does not beat it, strictly and with Election.Quorum, is dropped before
// the rest are compared; where all are dropped, none of these wins.
//
// Ranking has the rest in layers, then none of these, then the dropped in layers.
func tallySchulze(e Election) (Result, error) {
	if e.None >= len(e.Candidates) {
		return Result{}, ErrElection
	}
	all, blank := e.turnout()
	m := len(e.Candidates)
	s := &schulze{Election: e, prefer: matrix(m), paths: matrix(m)}
	r := Result{Method: Schulze, Ballots: all, Blank: blank, Votes: make([]int64, m)}
	for _, g := range merged(e.Groups) {
		s.add(g)
		for _, c := range g.first() {
			r.Votes[c] += g.N
		}
	}
	r.Winners, r.Ranking = s.decide()
	r.Steps, r.Pairs = s.steps, &Pairs{Prefer: s.prefer, Paths: s.paths}
	return r, nil
}

type schulze struct {
	Election
	prefer, paths [][]int64
	steps         []Step
}

func matrix(m int) [][]int64 {
	cells, rows := make([]int64, m*m), make([][]int64, m)
	for i := range rows {
		rows[i] = cells[i*m : (i+1)*m]
	}
	return rows
}

// add counts the pairs of equal ballots: who stands in a better rank than whom.
func (s *schulze) add(g Group) {
	m := len(s.Candidates)
	level := make([]int, m)
	for i := range level {
		level[i] = len(g.Ranks) // last, tied
	}
	for i, rank := range g.Ranks {
		for _, c := range rank {
			level[c] = i
		}
	}
	for _, rank := range g.Ranks {
		for _, a := range rank {
			row := s.prefer[a]
			for b, l := range level {
				if level[a] < l {
					row[b] += g.N
				}
			}
		}
	}
}

func (s *schulze) beats(a, b int) bool { return s.prefer[a][b] > s.prefer[b][a] }

func (s *schulze) decide() (winners []string, ranking [][]string) {
	s.explainPairs()
	stand, dropped := s.againstNone()
	s.strongest(stand)
	s.strongest(dropped)
	layers := s.undominated(stand)
	if s.None >= 0 {
		layers = append(layers, []int{s.None})
	}
	s.explainPaths(layers[0], stand)
	for _, layer := range append(layers, s.undominated(dropped)...) {
		ranking = append(ranking, s.ids(layer...))
	}
	winners = append(winners, ranking[0]...)
	do := "elected"
	if len(winners) > 1 {
		do = "tie-open"
	}
	s.say(do, 3, winners)
	return winners, ranking
}

// againstNone are the options that are compared, and those that are dropped. None of these
// is in neither: it beats nobody who is left, and could win against nobody.
func (s *schulze) againstNone() (stand, dropped []int) {
	for _, c := range s.byID() {
		switch none := s.None; {
		case none < 0:
			stand = append(stand, c)
		case c == none:
		case s.beats(c, none) && s.prefer[c][none] >= s.Quorum:
			stand = append(stand, c)
		default:
			dropped = append(dropped, c)
			figures := []Figure{count("for", s.prefer[c][none]), count("against", s.prefer[none][c])}
			if s.Quorum > 0 {
				figures = append(figures, count("quorum", s.Quorum))
			}
			s.say("dropped", 2, s.ids(c, none), figures...)
		}
	}
	return stand, dropped
}

// byID are all places by id, so that nothing depends on the order of the candidates.
func (s *schulze) byID() []int {
	return tieOrder{[]TieKey{TieID}, s.Candidates, make([]int64, len(s.Candidates))}.byVotes()
}

// strongest finds the strongest paths among some candidates (Floyd and Warshall): the
// weakest link of a path is as strong as the ballots that win it.
func (s *schulze) strongest(among []int) {
	p := s.paths
	for _, a := range among {
		for _, b := range among {
			if s.beats(a, b) {
				p[a][b] = s.prefer[a][b]
			}
		}
	}
	for _, via := range among {
		for _, a := range among {
			if a == via || p[a][via] == 0 {
				continue
			}
			for _, b := range among {
				if a != b {
					p[a][b] = max(p[a][b], min(p[a][via], p[via][b]))
				}
			}
		}
	}
}

// undominated puts candidates in layers: whom nobody that is left beats by a strongest
// path. The paths stay those among all: the relation "beats by a strongest path" is itself
// the ranking of the method, a strict partial order (Schulze 2011, 4.1), and the layers
// only flatten it. New paths without the winners would be another election, and might
// turn round an order that the ballots have already settled.
func (s *schulze) undominated(among []int) (layers [][]int) {
	for len(among) > 0 {
		var layer, rest []int
		for _, a := range among {
			if s.beatenBy(a, among) {
				rest = append(rest, a)
			} else {
				layer = append(layer, a)
			}
		}
		layers, among = append(layers, layer), rest
	}
	return layers
}

func (s *schulze) beatenBy(a int, others []int) bool {
	for _, b := range others {
		if s.paths[b][a] > s.paths[a][b] {
			return true
		}
	}
	return false
}
