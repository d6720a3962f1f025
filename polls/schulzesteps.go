package polls

func (s *schulze) say(do string, round int, ids []string, figures ...Figure) {
	s.steps = append(s.steps, Step{Do: do, Round: round, IDs: ids, Figures: figures})
}

// explainPairs says of each pair who beats whom ("pair"), or that they are even.
func (s *schulze) explainPairs() {
	order := s.byID()
	for i, a := range order {
		for _, b := range order[i+1:] {
			do, x, y := "pair", a, b
			switch {
			case s.beats(b, a):
				x, y = b, a
			case !s.beats(a, b):
				do = "pair-even"
			}
			s.say(do, 1, s.ids(x, y), count("for", s.prefer[x][y]), count("against", s.prefer[y][x]))
		}
	}
}

// explainPaths says of each winner how it stands against each other candidate that was
// compared: it beats it directly, by a path (whose ids are all named, from winner to
// beaten), or the two are even.
func (s *schulze) explainPaths(winners, stand []int) {
	for _, w := range winners {
		for _, c := range stand {
			if c == w {
				continue
			}
			there, back := s.paths[w][c], s.paths[c][w]
			figures := []Figure{count("strength", there), count("back", back)}
			if there == back {
				s.say("even", 3, s.ids(w, c), figures...)
				continue
			}
			way := s.way(w, c, stand)
			if len(way) == 2 {
				s.say("beats", 3, s.ids(way...), figures...)
			} else {
				s.say("beats-by-path", 3, s.ids(way...), figures...)
			}
		}
	}
}

// way is a shortest one among the strongest paths from a to b.
func (s *schulze) way(a, b int, among []int) []int {
	from := map[int]int{a: a}
	for queue := []int{a}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, next := range among {
			if _, seen := from[next]; seen || !s.beats(at, next) || s.prefer[at][next] < s.paths[a][b] {
				continue
			}
			from[next] = at
			queue = append(queue, next)
		}
	}
	way := []int{b}
	for at := b; at != a; {
		at = from[at]
		way = append([]int{at}, way...)
	}
	return way
}
