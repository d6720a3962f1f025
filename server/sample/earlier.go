package sample

import (
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
)

// monthsBack is how many months before this one the neighbourhood came to the portal.
const monthsBack = 6

// earlierTopic is a topic of one of the first months, and what the meeting settled of it.
type earlierTopic struct {
	who  int // of the crowd
	what draft
	item consultation.MinuteItem
	done int // days after publication by which its task was finished; 0: not yet
}

// settledMonth is the meeting of a month that is over: its topics' ids, the tasks that came of
// them, and when its outcomes were published.
type settledMonth struct {
	topics, tasks []string
	accepted      time.Time
	published     time.Time
}

// met is the day on which a month before this one had its meeting.
func (p *plan) met(month int) calendar.Day { return office(p.month(month).First().Add(13)) }

// monthly holds the meeting of one of the first months.
func (p *plan) monthly(month int, said string, topics ...earlierTopic) (m settledMonth) {
	met := p.met(month)
	d := &days{work: work}
	e := evening{
		body: home, announced: clockTime(met.Add(-5), 16, 0), starts: clockTime(met, 19, 0), seats: 20, chair: director, recorder: recorder,
		venue: hall, invited: "和平物业；街道城市管理办公室", affected: topics[0].what.affected, materials: "现场照片和报价，见居委会门口展板。",
		present: append(crowds(20*(month+monthsBack)+1, 20*(month+monthsBack)+14), director, recorder), guests: [][2]string{{"和平物业工程部", "property"}},
	}
	minutes := consultation.Minutes{Statements: said}
	for i, t := range topics {
		id := p.raise(clockTime(met.Add(-9), 18+i, 20), crowd(t.who), t.what)
		m.accepted = d.at(met.Add(-8), 10, 10*i)
		p.accept(m.accepted, worker, id, "common-concern", "涉及整栋楼的居民，列入本月协商。")
		e.topics = append(e.topics, id)
		e.choices = append(e.choices, choice{id, t.item.Consensus, 14 - i, 0, 1})
		t.item.Topic = id
		minutes.Items = append(minutes.Items, t.item)
	}
	minutes.Meeting = p.hold(e)
	m.topics, m.published = e.topics, clockTime(met.Add(2), 15, 0)
	publication := p.write(e, clockTime(met.Add(1), 10, 0), m.published, minutes, e.present[0], e.present[1])
	for i, t := range topics {
		m.tasks = append(m.tasks, task(publication, i))
		if t.done > 0 {
			p.finish(clockTime(calendar.NextWorkingDay(met.Add(2+t.done)), 16, 30), m.tasks[i])
		}
	}
	return m
}
