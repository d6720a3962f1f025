package store

import (
	"fmt"
	"strconv"
	"strings"

	"yishiting/consultation"
)

// addGrams makes a topic findable: pairs of characters of its title weigh three
// times those of its texts. Rows go in by the hundred.
func (tx *Tx) addGrams(t consultation.Topic) error {
	weight := map[string]int{}
	var order []string
	for _, g := range consultation.Grams(t.Title) {
		weight[g] = 3
		order = append(order, g)
	}
	for _, g := range consultation.Grams(t.Problem, t.Wish, t.Place) {
		if weight[g] == 0 {
			weight[g] = 1
			order = append(order, g)
		}
	}
	for len(order) > 0 {
		n := min(len(order), 100)
		var values []string
		args := []any{t.Community, t.ID}
		for _, g := range order[:n] {
			args = append(args, g, weight[g])
			values = append(values, fmt.Sprintf("($1, $%d, $2, $%d)", len(args)-1, len(args)))
		}
		if _, err := tx.exec(`INSERT INTO topic_grams (community, gram, topic, weight) VALUES `+strings.Join(values, ", "), args...); err != nil {
			return err
		}
		order = order[n:]
	}
	return nil
}

// numberParts reads 2026-031 as year and running number.
func numberParts(number string) (year, running int, err error) {
	y, n, ok := strings.Cut(number, "-")
	if !ok {
		return 0, 0, fmt.Errorf("store: topic number %q", number)
	}
	if year, err = strconv.Atoi(y); err != nil {
		return 0, 0, err
	}
	running, err = strconv.Atoi(n)
	return year, running, err
}
