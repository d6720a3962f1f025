# make run, make test; the others are parts of them.

WASM := web/static/app.wasm
RECOUNT := web/static/recount.wasm

.PHONY: run build app test walk check bench fuzz generate

# make run TRY=1 opens the desk by the printed link alone, without a passkey: for a first look on one's own machine.
run: build
	bin/yishiting serve --sample --data data --addr localhost:8080 $(if $(TRY),--try-without-passkeys)

# One file that carries pages, app and migrations.
build: app
	go build -trimpath -ldflags "-s -w" -o bin/yishiting ./server

# The residents' app for the browser and the program that counts a poll again, plain and packed, beside the script that starts them.
app: $(WASM).br $(RECOUNT).br web/static/wasm_exec.js

$(WASM): go.mod go.sum $(shell find app consultation polls residents record calendar tools/slim -name '*.go' -not -name '*_test.go')
	go run ./tools/slim
	GOOS=js GOARCH=wasm go build -modfile .slim/go.mod -trimpath -ldflags "-s -w" -o $@ ./app

$(RECOUNT): go.mod go.sum $(shell find app/recount polls residents record calendar -name '*.go' -not -name '*_test.go')
	GOOS=js GOARCH=wasm go build -trimpath -ldflags "-s -w" -o $@ ./app/recount

%.wasm.br: %.wasm
	go run ./tools/pack $<

web/static/wasm_exec.js: go.mod
	cp "$$(go env GOROOT)/lib/wasm/wasm_exec.js" $@

# Everything that must hold, on both databases and in a real browser. What vet says is asked by check.
test: app
	tools/need
	GOGC=300 tools/scratch go test -vet off -parallel 3 -timeout 18m ./server ./... # the longest first

# Every page in every way: both languages in large letters and in small ones, colours by day and in the dark, the key Tab alone.
walk: app
	tools/need
	WALK=whole tools/scratch go test -vet off -timeout 30m -run 'EveryPage|DesksAbove' ./server

# Everything that can be seen without running it.
check: app
	test -z "$$(gofmt -l .)" || { gofmt -l . ; exit 1; }
	go vet ./...
	GOOS=js GOARCH=wasm go vet ./app/...
	go tool staticcheck ./...
	tools/current
	tools/weight $(WASM).br 1700000
	tools/weight $(RECOUNT).br 1200000

# Ratios in one run: commands together against one by one, lists on both databases, pages and their weight; and what a slow
# phone feels, which fails over its bounds and wants a machine that does nothing else.
bench: app
	tools/weight $(WASM).br 1700000
	tools/weight $(RECOUNT).br 1200000
	go test -run '^$$' -bench 'Command|TopicList|Find|Import|Summary' ./server/store
	go test -run '^$$' -bench . ./polls
	go test -run '^$$' -bench 'Pages|Tally|ProjectList' ./server
	go test -run '^$$' -bench Phone -benchtime 1x ./server
	go test -run '^$$' -bench Ballots -benchtime 1x ./tools/load

fuzz: app
	tools/fuzz 20s

generate:
	go tool templ generate
