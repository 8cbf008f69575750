# 衡鉴 Hengjian — `make` 列出目标 / `make` alone lists the targets

SHELL := /bin/sh
BIN   := .venv/bin
READY := .venv/.ready
export HENGJIAN_HOME ?= $(CURDIR)/demo/.home
WEB   := $(wildcard src/hengjian/core src/hengjian/domain src/hengjian/surfaces src/hengjian/project)
PORT  ?= 8000
# What the pages' style and scripts are made of; the package's build bundles them.
ISLANDS := $(shell find islands -type f -not -path '*/node_modules/*') hatch_build.py tools/front_end.py
FINES_LOG := $(or $(HENGJIAN_FINES_LOG),data/Road_Traffic_Fine_Management_Process.xes.gz)

.PHONY: help demo demo-check test lint bench fonts build docs lock clean

help:            ## 列出目标 / list the targets
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml tools/install.sh $(ISLANDS)
	@sh tools/install.sh
	@touch $(READY)

demo: $(READY)   ## 建立演示城市并打开网页（PORT=8000）/ found the demo city and serve it
	@exec $(BIN)/hengjian demo $(HENGJIAN_HOME) --port $(PORT)

demo-check: $(READY)  ## 生成模拟城市的案件，逐条检查，打开报告 / simulate cases, check them, open the report
	@rm -rf demo/city && mkdir -p demo
	@$(BIN)/hengjian simulate demo/city --cases 3000
	@$(BIN)/hengjian check demo/city --as-of 2026-11-20 --out demo/report.html --out demo/findings.xlsx --open

test: $(READY)   ## 全部检查和测试 / every check and test
	@sh tools/test-packages.sh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto -rs
	HENGJIAN_TEST_DATABASE=postgresql $(BIN)/pytest -n auto -rs $(WEB)

lint: $(READY)   ## 整理格式并检查 / format and check
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## 测速，以比值表示 / measurements, as ratios
	$(BIN)/python bench/start.py
	$(BIN)/python bench/check.py
	$(BIN)/python bench/letters.py
	$(BIN)/python bench/ledger.py
	$(BIN)/python bench/ledger_database.py
	@if test -f "$(FINES_LOG)"; then $(BIN)/python bench/xes.py "$(FINES_LOG)"; \
	else echo "没有 $(FINES_LOG)，不测日志读取 / no such log here; XES is not measured"; fi
	$(BIN)/python bench/jobs.py
	$(BIN)/python bench/registers.py --seconds 4
	$(BIN)/python bench/registers.py --seconds 4 --database postgresql
	$(BIN)/python bench/peers.py
	$(BIN)/python bench/mutation.py

docs: $(READY)   ## 重新生成 docs/standard.md / write the generated pages anew
	$(BIN)/python -m hengjian.standard.document > docs/standard.md

fonts:           ## 取公文字体（Fandol、霞鹜文楷）放进 HENGJIAN_HOME/fonts，不需要 root / get fonts for official documents
	@sh tools/fonts.sh "$(HENGJIAN_HOME)/fonts"

build: $(READY)  ## 生成安装包 / build the wheel
	$(BIN)/pip wheel --no-deps --wheel-dir dist .

lock:            ## 更新依赖锁（需要 uv）/ renew the lock file (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-annotate --output-file requirements.lock

clean:           ## 删除生成物 / remove what was generated
	rm -rf islands/node_modules src/hengjian/surfaces/look/static/look/built
	rm -rf .venv demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
