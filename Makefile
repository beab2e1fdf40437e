# The two commands that matter are `make demo` and `make test`; `make help` lists the rest.
#
# Go and Node must be there. What else the tests need, .ci/prerequisites installs or names.

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
TAGS    := nomsgpack
ROOMS   := analytics cmd migrations reports server survey web

# What ships is one static file, so that is also what is tested.
export CGO_ENABLED := 0

# go test with a private PostgreSQL server and the browser.
GO_TEST := TEAMTRUST_TEST_CHROMIUM="$$(.ci/find chromium)" .ci/with-postgres go test -tags $(TAGS) -count=1

.DEFAULT_GOAL := help
.NOTPARALLEL:

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F '\t' '{ printf "  %-14s %s\n", $$1, $$2 }'

.PHONY: demo
demo: build ## Build, then run an invented organisation on this computer (ARGS="--listen ...")
	bin/teamtrust demo $(ARGS)

.PHONY: build
build: bundle ## Build bin/teamtrust, one file with everything inside
	go build -tags $(TAGS) -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$(VERSION)" -o bin/teamtrust ./cmd/teamtrust

.PHONY: bundle
bundle: node_modules/.package-lock.json ## Bundle the browser files into web/dist
	npm run --silent build

node_modules/.package-lock.json: package.json package-lock.json .npmrc
	npm ci
	@touch $@

.PHONY: test
test: prerequisites lint bundle test-browser ## Test everything: both databases, browser scripts, real Chromium
	$(GO_TEST) -timeout 40m ./...

.PHONY: test-all
test-all: export TEAMTRUST_TEST_ALL := 1
test-all: prerequisites lint bundle test-browser ## The same with full variants and long campaigns, then race and fuzz
	$(GO_TEST) -timeout 180m ./...
	TEAMTRUST_TEST_ALL= $(MAKE) race fuzz

.PHONY: test-browser
test-browser: node_modules/.package-lock.json ## Test the browser scripts with Node
	node --test web/test/*.test.mjs

.PHONY: race
race: ## Test the rooms where requests meet under the race detector (needs a C compiler)
	.ci/prerequisites race
	CGO_ENABLED=1 $(GO_TEST) -race -timeout 60m ./server/... ./survey/life/... ./survey/store/...

.PHONY: fuzz
fuzz: ## Run every fuzz target for a short while (TIME=20s)
	.ci/fuzz $(TIME)

.PHONY: bench
bench: prerequisites bundle ## Print what the product achieves beside a limit measured in the same run
	$(GO_TEST) -timeout 60m -run '^$$' -bench '^BenchmarkLimits' -benchtime 1x ./...

.PHONY: cover
cover: prerequisites bundle ## Test with coverage; go tool cover -html=cover.out shows the lines
	$(GO_TEST) -timeout 60m -coverpkg=./... -coverprofile=cover.out ./...
	go tool cover -func=cover.out | tail -n 1

.PHONY: golden
golden: prerequisites bundle ## Write the golden files anew; read the difference before you commit it
	$(GO_TEST) -timeout 40m $$(grep -rl --include='*_test.go' 'flag.Bool("update"' $(ROOMS) | xargs -n 1 dirname | sort -u | sed 's|^|./|') -update

.PHONY: lint
lint: vet ## Check formatting and run go vet
	@unformatted=$$(gofmt -l $(ROOMS)); if [ -n "$$unformatted" ]; then echo "run make fmt for:"; echo "$$unformatted"; exit 1; fi >&2

.PHONY: vet
vet: ## Run go vet
	go vet -tags $(TAGS) ./...

.PHONY: fmt
fmt: ## Format all Go files
	gofmt -w $(ROOMS)

.PHONY: prerequisites
prerequisites: ## Install what the tests need (Debian, Ubuntu as root) or name what is missing
	.ci/prerequisites

.PHONY: clean
clean: ## Remove what was built
	rm -rf bin cover.out
	find web/dist -mindepth 1 ! -name .keep -delete
