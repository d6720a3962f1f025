package record_test

import (
	"fmt"
	"os"
	"time"

	"yishiting/record"
)

// A log of two acts, the receipt for the first, and the check that a reader makes.
func Example() {
	signer, verifier, _ := record.NewKey("portal.example")
	kept := &log{} // a table of leaves and a table of hashes
	for seq, act := range []record.Act{
		{Kind: "topic.accepted", Subject: "topic-17", Data: map[string]any{"title": "电动自行车充电", "supporters": 41}},
		{Kind: "notice.published", Subject: "2026-11", Data: map[string]any{"days": 15}},
	} {
		at := time.Date(2026, 11, 3+seq, 9, 0, 0, 0, time.UTC)
		entry, _ := record.NewEntry("hepingli", int64(seq), at, act)
		_, hashes, _ := record.Stored(entry.Seq, entry.Leaf(), kept)
		kept.leaves = append(kept.leaves, entry.Leaf())
		kept.hashes = append(kept.hashes, hashes...)
	}
	root, _ := record.Root(2, kept)
	signed, _ := record.SignCheckpoint(record.Checkpoint{Community: "hepingli", Size: 2, Root: root}, signer)

	receipt, _ := record.NewReceipt(kept.leaves[0], 0, signed, kept)
	entry, err := receipt.Check(verifier)
	fmt.Println(entry.Kind, string(entry.Data), err)

	receipt.Leaf = `{"community":"hepingli","seq":0,"at":1793696400000000,"kind":"topic.declined","subject":"topic-17","data":null}`
	_, err = receipt.Check(verifier)
	fmt.Println(err)
	// Output:
	// topic.accepted {"supporters":41,"title":"电动自行车充电"} <nil>
	// proof does not hold: entry 0 of 2
}

// The lines of an export that follow its signed checkpoint are its leaves.
func ExampleEntry_Leaf() {
	at := time.Date(2026, 11, 28, 11, 0, 0, 0, time.UTC)
	entry, _ := record.NewEntry("hepingli", 7, at, record.Act{Kind: "meeting.opened", Subject: "2026-11"})
	os.Stdout.Write(entry.Leaf())
	// Output:
	// {"community":"hepingli","seq":7,"at":1795863600000000,"kind":"meeting.opened","subject":"2026-11","data":null}
}
