// Command load casts ballots as residents do, one HTTP request each, and says how many
// a second were kept and how long they took:
//
//	yishiting sample --data DIR --scale 20000 --sessions FILE
//	yishiting serve  --data DIR --addr localhost:8080
//	go run ./tools/load --url http://localhost:8080 --sessions FILE --senders 64
//	go run ./tools/load --url http://localhost:8080 --sessions FILE --rate 2000
//
// With --senders so many senders each wait for their answer before they go on (a closed
// loop); with --rate requests leave at that rate whether answers come or not (an open
// loop), and a request's time counts from when it was due to leave.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	var o Options
	var urls string
	flag.StringVar(&urls, "url", "http://localhost:8080", "servers, with commas between them")
	flag.StringVar(&o.Sessions, "sessions", "", "file that yishiting sample wrote")
	flag.IntVar(&o.Skip, "skip", 0, "lines of the file that were used before")
	flag.IntVar(&o.Most, "most", 0, "ballots to cast at most; 0: all of the file")
	flag.IntVar(&o.Senders, "senders", 64, "of a closed loop")
	flag.Float64Var(&o.Rate, "rate", 0, "requests a second of an open loop; 0: a closed one")
	flag.Parse()
	o.URLs = strings.Split(urls, ",")
	r, err := Run(o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
	fmt.Println(r)
	if r.Failed > 0 {
		os.Exit(1)
	}
}
