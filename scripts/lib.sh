# Shared by scripts/test and scripts/bench: private servers on free ports, stopped in the end.

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# install_packages PACKAGE…: by apt, or says what to install.
install_packages() {
  [ "$#" -gt 0 ] || return 0
  command -v apt-get >/dev/null || { echo "install these first: $*" >&2; exit 1; }
  echo "installing $*"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# initdb refuses to run as root: there is the postgres user of the package for that.
as_postgres() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

# start_postgres FOLDER OPTIONS: leaves the address in postgres_url.
start_postgres() {
  pg=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1)")
  postgres_folder=$1/postgres
  local port
  port=$(free_port)
  mkdir "$postgres_folder"
  if [ "$(id -u)" = 0 ]; then chown postgres "$postgres_folder"; fi
  as_postgres "$pg/initdb" -D "$postgres_folder" -A trust -U doorward --no-sync >/dev/null
  as_postgres "$pg/pg_ctl" -D "$postgres_folder" -w -l "$postgres_folder/log" \
    -o "-p $port -k $postgres_folder -c listen_addresses=127.0.0.1 $2" start >/dev/null
  postgres_url="postgres://doorward@127.0.0.1:$port"
}

stop_postgres() {
  if [ -n "${postgres_folder:-}" ] && [ -f "$postgres_folder/postmaster.pid" ]; then
    as_postgres "$pg/pg_ctl" -D "$postgres_folder" -m immediate stop >/dev/null 2>&1 || true
  fi
}
