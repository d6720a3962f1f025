package store_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"yishiting/consultation/project"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// benchQuestions are as many as people still answer: 12, of which two are branches.
func benchQuestions() []project.Question {
	var all []project.Question
	for i := range 12 {
		q := project.Question{Words: fmt.Sprint("问题 ", i+1), Kind: []project.QuestionKind{project.Single, project.Multiple, project.Scale}[i%3]}
		if q.Kind != project.Scale {
			q.Options = strings.Fields("甲 乙 丙 丁 戊 己")
		}
		if i == 4 || i == 7 {
			q.If = &project.Branch{Question: "1", Option: 2}
		}
		all = append(all, q)
	}
	return append(all, project.Question{Words: "还想说什么", Kind: project.Text})
}

// answered puts n answers into a call, many in a statement: only the summary is measured.
func answered(b *testing.B, s *store.Store, c project.Call, n int) {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 1))
	channels := []project.Channel{project.Online, project.Door, project.Paper}
	const chunk = 500
	for from := 0; from < n; from += chunk {
		var answers, words []string
		for i := from; i < from+chunk; i++ {
			said := project.Said{Choices: map[string][]int{}}
			for _, q := range c.Questions {
				switch {
				case q.If != nil && said.Choices["1"][0] != q.If.Option, q.Kind == project.Text:
				case q.Kind == project.Multiple:
					said.Choices[q.ID] = []int{1 + random.IntN(3), 4 + random.IntN(3)}
				default:
					said.Choices[q.ID] = []int{1 + random.IntN(5)}
				}
			}
			key := fmt.Sprintf("'hepingli', '%s', '%s', 'home/%032d'", c.Community, c.ID, i)
			answers = append(answers, fmt.Sprintf("(%s, '%d 号楼', '%s', '%s', 'h1', '', %d)", key, 1+i%60, said.Line(), channels[random.IntN(3)], start.UnixMicro()))
			if i%5 == 0 {
				words = append(words, "("+key+", '13', '多装几盏路灯', '')")
			}
		}
		update(b, s, "hepingli", func(tx *store.Tx) error {
			_, err := tx.Exec(`INSERT INTO call_answers (community, body, call, unit, building, choices, channel, by_whom, ref, at) VALUES ` + strings.Join(answers, ", "))
			if err == nil {
				_, err = tx.Exec(`INSERT INTO call_words (community, body, call, unit, question, words, theme) VALUES ` + strings.Join(words, ", "))
			}
			return err
		})
	}
}

// BenchmarkSummary sums up 100,000 answers to a questionnaire, as the close does.
func BenchmarkSummary(b *testing.B) {
	const n = 100_000
	for _, database := range []string{"sqlite", "postgres"} {
		b.Run(database, func(b *testing.B) {
			options := store.Options{Dir: b.TempDir()}
			if database == "postgres" {
				options = store.Options{URL: storetest.Shared(b).Database(b)}
			}
			q := newAsked(b, storetest.Open(b, options))
			draft := asking(project.ByHousehold, hepingliWhole)
			draft.Questions = benchQuestions()
			c := q.published("hepingli", draft)
			answered(b, q.s, c, n)
			b.ResetTimer()
			for range b.N {
				if sum := q.summary(c); sum.Answers != n || sum.Questions[0].Asked != n {
					b.Fatalf("%+v", sum)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/summary")
		})
	}
}
