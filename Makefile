# make run   打开程序;没有显示器时生成示例办事处并完成主要工作 / opens the program, or does its main job headless
# make test  全部测试(SQLite 与 PostgreSQL) / all tests
# Both set everything up themselves. The rest: lint, bench, shots, messages, lock, clean.

PYTHON ?= python3
PREPARE = @$(PYTHON) packaging/prepare.py
PY = .venv/bin/python
JOBS ?= 2

.PHONY: run test lint bench shots messages lock clean

run:
	$(PREPARE) run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(PY) -m crmdesk; else $(PY) -m crmdesk demo --out out/demo; fi

test:
	$(PREPARE) dev
	@$(PY) -m pytest -n $(JOBS) -q $(ARGS)

lint:
	$(PREPARE) dev
	@failed=0; $(PY) -m ruff check . || failed=1; $(PY) -m mypy || failed=1; \
	.venv/bin/lint-imports --no-logo || failed=1; exit $$failed

bench:
	$(PREPARE) dev
	@$(PY) -m tests.bench $(ARGS)

shots:
	$(PREPARE) dev
	@$(PY) -m tests.shots $(ARGS)

# The words that users see, taken from the source; then translate resources/locale/en.
messages:
	$(PREPARE) dev
	@$(PY) packaging/collect_words.py

# Renew both locks. No settings of this machine's pip, so that no local folder of wheels gets in;
# a mirror can be named by PIP_INDEX_URL, its address is not written down.
COMPILE = PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/pip-compile --quiet \
	--generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock:
	$(PREPARE) dev
	@$(COMPILE) -c packaging/constraints.txt -o requirements.txt $(ARGS) pyproject.toml
	@$(COMPILE) -c packaging/constraints.txt -c requirements.txt --extra dev -o requirements-dev.txt $(ARGS) pyproject.toml

clean:
	rm -rf .venv build dist out shots .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f resources/locale/*/LC_MESSAGES/*.mo
