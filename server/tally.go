package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"yishiting/polls"
)

type tallyCommand struct {
	File       string `arg:"" help:"Ballots: a Pabulib file of approvals (.pb), ranked ballots (.blt), or a counted poll as it is downloaded from its page."`
	Method     string `help:"How to count: greedy, mes or approval where there is a budget; schulze, stv, approval or plurality where there is none. A poll of the portal is counted by its own method unless another is named." placeholder:"greedy|mes|schulze|stv|approval|plurality"`
	Completion string `help:"What mes does with money that is left: none, add1, add1e, add1u or add1eu." placeholder:"none|add1|add1e|add1u|add1eu"`
	Tie        string `help:"By what equals are told apart, in this order; the id decides last." placeholder:"votes,cost,id"`
	Seats      int    `help:"How many are chosen, by stv, approval or plurality." placeholder:"N"`
	JSON       bool   `name:"json" help:"Print the result for programs."`
}

// Run counts a file of ballots and prints the result with the steps of the method. What
// is wrong with the file or the question is a badInput, and nothing is counted.
func (c tallyCommand) Run(w world) error {
	e, own, err := readElection(c.File)
	if err != nil {
		return badInput{err}
	}
	m, err := c.terms(&e, own)
	if err != nil {
		return badInput{err}
	}
	result, err := polls.Tally(e, m)
	if err != nil {
		return badInput{c.refusal(err)}
	}
	if c.JSON {
		return writeJSON(w.out, result)
	}
	_, err = w.out.Write(tallyText(e, result))
	return err
}

func writeJSON(out io.Writer, r polls.Result) error {
	text, err := r.JSON()
	if err != nil {
		return err
	}
	_, err = out.Write(append(text, '\n'))
	return err
}

// readers of ballots, by what a file's name ends in.
var readers = map[string]func(io.Reader, string) (polls.Election, error){
	".pb":  polls.ParsePB,
	".blt": polls.ParseBLT,
}

// readElection reads a file by the end of its name, and one with another end by how it
// begins. own is the method that the file itself names; "" where it names none.
func readElection(name string) (e polls.Election, own polls.Method, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return e, "", err
	}
	if bytes.HasPrefix(text, []byte(pollBegins)) {
		return readPoll(bytes.NewReader(text), name)
	}
	read := readers[strings.ToLower(filepath.Ext(name))]
	if read == nil {
		read = readers[contentKind(text)]
	}
	if read == nil {
		return e, "", &polls.FileError{File: name, Line: 1, What: "this is no file of ballots that is known here"}
	}
	e, err = read(bytes.NewReader(text), name)
	return e, "", err
}

// readPoll reads the portal's own export. That its ballots are those on the record is for verify to say.
func readPoll(in io.Reader, name string) (polls.Election, polls.Method, error) {
	x, err := polls.ParseExport(in, name)
	if err != nil {
		return polls.Election{}, "", err
	}
	e, err := x.Election()
	e.File = name
	if err != nil {
		return e, "", &polls.FileError{File: name, What: fmt.Sprintf("%d ballots without names are too few to be published, so they cannot be counted again", x.Withheld)}
	}
	return e, x.Terms.Method, nil
}

// contentKind is the kind of file that begins so: ".pb" with the title META, ".blt" with a number.
func contentKind(text []byte) string {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	switch {
	case len(text) >= 4 && strings.EqualFold(string(text[:4]), "META"):
		return ".pb"
	case len(text) > 0 && text[0] >= '0' && text[0] <= '9':
		return ".blt"
	}
	return ""
}

var (
	budgetMethods = []polls.Method{polls.Greedy, polls.Shares, polls.Approval}
	optionMethods = []polls.Method{polls.Schulze, polls.STV, polls.Approval, polls.Plurality}
	seatMethods   = []polls.Method{polls.STV, polls.Approval, polls.Plurality}
	completions   = []polls.Completion{polls.CompleteNone, polls.CompleteAdd1, polls.CompleteAdd1E, polls.CompleteAdd1U, polls.CompleteBoth}
)

// terms puts what the flags ask into the election, or says which do not go together. By its
// own method a poll is counted by its own terms, as far as no flag says otherwise.
func (c tallyCommand) terms(e *polls.Election, own polls.Method) (polls.Method, error) {
	m, may := polls.Method(c.Method), optionMethods
	if e.Budget != nil {
		may = budgetMethods
	}
	if m == "" {
		m = own
	}
	if m != own {
		e.Completion = ""
	} else if own != "" {
		may = append([]polls.Method{own}, may...)
	}
	switch {
	case m == "":
		return "", fmt.Errorf("--method is needed to count %s: %s", c.File, methodList(may))
	case m != own && !slices.Contains(budgetMethods, m) && !slices.Contains(optionMethods, m):
		return "", fmt.Errorf("--method %s: there is no such method, only greedy, mes, schulze, stv, approval and plurality", c.Method)
	case !slices.Contains(may, m):
		return "", fmt.Errorf("--method %s does not count %s: its ballots are for %s", c.Method, c.File, methodList(may))
	case c.Completion != "" && m != polls.Shares:
		return "", fmt.Errorf("--completion %s belongs to --method mes only", c.Completion)
	case c.Seats != 0 && !slices.Contains(seatMethods, m):
		return "", fmt.Errorf("--seats %d belongs to --method stv, approval or plurality only", c.Seats)
	case c.Seats < 0 || c.Seats > len(e.Candidates):
		return "", fmt.Errorf("--seats %d: %d candidates stand", c.Seats, len(e.Candidates))
	}
	if c.Seats > 0 {
		e.Seats = c.Seats
	}
	if m == polls.Shares {
		e.Completion = cmp.Or(polls.Completion(c.Completion), e.Completion, polls.CompleteNone)
		if !slices.Contains(completions, e.Completion) {
			return "", fmt.Errorf("--completion %s: there is no such completion, only none, add1, add1e, add1u and add1eu", c.Completion)
		}
	}
	return m, c.ties(e)
}

func methodList(methods []polls.Method) string {
	names := make([]string, len(methods))
	for i, m := range methods {
		names[i] = string(m)
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

func (c tallyCommand) ties(e *polls.Election) error {
	if c.Tie == "" {
		return nil
	}
	e.Ties = nil
	for key := range strings.SplitSeq(c.Tie, ",") {
		k := polls.TieKey(strings.TrimSpace(key))
		if slices.Contains(e.Ties, k) || !slices.Contains(polls.DefaultTies, k) {
			return fmt.Errorf("--tie %s: each of votes, cost and id may stand once, with commas between", c.Tie)
		}
		e.Ties = append(e.Ties, k)
	}
	return nil
}

// refusal says of which file a method refuses the ballots.
func (c tallyCommand) refusal(err error) error {
	var at *polls.FileError
	switch {
	case errors.As(err, &at):
		return err
	case errors.Is(err, polls.ErrMethod):
		return fmt.Errorf("%s: --method %s does not count such ballots", c.File, c.Method)
	}
	return fmt.Errorf("%s: %w", c.File, err)
}

// badInput is an error of whoever asked: a file or a question that is wrong.
type badInput struct{ error }

func (e badInput) Unwrap() error { return e.error }

// complain prints why a command failed, and is its exit code: 2 where what it was given
// is wrong, with nothing before the file's name, as editors and other programs read it;
// otherwise 1.
func complain(to io.Writer, err error) int {
	var bad badInput
	if errors.As(err, &bad) {
		_, _ = fmt.Fprintln(to, bad)
		return 2
	}
	_, _ = fmt.Fprintln(to, "yishiting:", err)
	return 1
}
