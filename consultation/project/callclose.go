package project

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"yishiting/consultation"
	"yishiting/residents"
)

// CloseCall ends a published call whose hour has come: its summary is fixed, and stands on the
// record by its hash. Done twice it does nothing the second time. Its transaction holds the call's
// Communities too, so that no answer is on its way.
func CloseCall(tx CallTx, body residents.Community, id string, now Instant) error {
	c, err := tx.Call(body.ID, id)
	if err != nil {
		return err
	}
	if c.State != CallPublished || now.Before(c.Closes) {
		return nil
	}
	sum, err := summaryNow(tx, c)
	if err != nil {
		return err
	}
	c.State, c.ClosedAt, c.Result = CallClosed, now, sum.JSON()
	if err := tx.SetCall(c); err != nil {
		return err
	}
	_, err = tx.AppendTo(c.Community, callAct("call-closed", c, struct {
		Number  string `json:"number"`
		Title   string `json:"title"`
		Units   int    `json:"units"`
		Answers int    `json:"answers"`
		Few     bool   `json:"few,omitempty"`
		Dropped int    `json:"dropped"`
		Covered bool   `json:"covered"`
		Hash    string `json:"result_hash"`
	}{c.Number, c.Title, sum.Units, sum.Answers, sum.Few, sum.Dropped, sum.Covered, hashOf(c.Result)}))
	if err != nil {
		return err
	}
	return tellOffice(tx, c, "call-closed", now)
}

// tellOffice tells whoever wrote and published the call.
func tellOffice(tx CallTx, c Call, kind string, now Instant) error {
	told := ""
	for _, who := range []string{c.MadeBy, c.PublishedBy} {
		if who == "" || who == told {
			continue
		}
		told = who
		if err := tx.Tell(callLetter(c, c.Community, who, kind, "clock-"+c.ID, now)); err != nil {
			return err
		}
	}
	return nil
}

// callLetter is a letter about a call to somebody of a community, with an id that a repeated command makes again.
func callLetter(c Call, community, to, kind, command string, now Instant) consultation.Letter {
	return consultation.Letter{
		Community: community, ID: command + "/" + kind + "/" + to, Resident: to, Kind: kind, Call: c.ID, Title: c.Title, At: now.UnixMicro(),
	}
}

// JSON is the text of what is fixed at publication, always the same bytes for the same content.
func (c CallContent) JSON() []byte {
	b, err := json.Marshal(c)
	if err != nil { // texts and numbers only
		panic(err)
	}
	return b
}

// hashOf is the SHA-256 of a text, in hex.
func hashOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
