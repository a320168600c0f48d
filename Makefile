# Client Archive: everything starts here. `make help` lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run test test-odoo bench lint screenshots i18n stop clean
SHELL := bash

help: ## This list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@sed -n 's/^#| \{0,1\}//p' $(MAKEFILE_LIST)

#|
#| Settings (make run PORT=8070):
#|   PORT, ODOO_PORT       where make run serves                          [8069]
#|   DB                    its database                                   [client_archive]
#|   T                     what make test runs: files, folders or pytest nodes (quick: no lint, no fresh install)
#|   M, FRESH              what make test-odoo runs: names of modules; FRESH=1 forgets earlier results
#|   PYTEST_ARGS           more for pytest, as in PYTEST_ARGS='-k lent -x'
#|   ODOO_PATH             an Odoo 19 tree to use instead of Debian's package
#|   ODOO_DEB_MIRROR       Debian mirror to fetch that package from       [the one apt uses]
#|   PYTHON3               Python 3.10 to 3.13                            [the first found]
#|   PGHOST, PGUSER, …     a PostgreSQL server (its user may create databases) instead of a private one
#|   CLIENT_ARCHIVE_CACHE  downloads, shared by clones                    [~/.cache/client-archive]
#|   CLIENT_ARCHIVE_DATA   databases, files, logs of this clone           [~/.local/share/…; as root /var/lib/…]

run: ## Start the product with its demo company; Ctrl-C stops it
	@scripts/run.sh

test: ## Everything that must hold before a commit; make test T=path for one piece, in seconds
	@scripts/test.sh $(T)

test-odoo: ## Odoo's own whole suites, with our add-ons and without, compared (an hour); M=sale,stock for some
	@scripts/test_odoo.sh $(M)

bench: ## Speed on large data
	@scripts/bench.sh

lint: ## Style and correctness of Python, XML, shell
	@scripts/lint.sh

screenshots: ## Draw the README's pictures anew from the demo company; ARGS='--lang zh_CN' OUT=/tmp/zh to look at
	@scripts/screenshots.sh $(ARGS)

i18n: ## Bring addons/*/i18n up to date with the source strings
	@scripts/i18n.sh

stop: ## Stop what this clone has running
	@scripts/stop.sh

clean: ## Remove this clone's databases, files and logs; with ALL=1 also the shared downloads
	@scripts/clean.sh $(if $(ALL),all)
