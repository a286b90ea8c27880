# What the launcher says, all on standard error: standard output is the program's.
# shellcheck shell=bash

# The program's own exit codes pass through; this one says that it never started.
readonly no_environment=6

say() { printf 'platefront: %s\n' "$*" >&2; }

fail() {
    say "error: $1"
    shift
    [[ $# -eq 0 ]] || printf '  %s\n' "$@" >&2
    exit "$no_environment"
}

# step TITLE COMMAND...: run a command into $log, showing title and elapsed time.
# The command stays in the foreground, so that Ctrl-C reaches it.
step() {
    local title=$1 started=$SECONDS clock='' status=0
    shift
    if [[ -t 2 ]]; then
        while printf '\rplatefront: %s ... %d s ' "$title" $((SECONDS - started)) >&2; do
            sleep 1
        done &
        clock=$!
    else
        say "$title ..."
    fi
    printf '\n== %s\n' "$title" >>"$log"
    ("$@") >>"$log" 2>&1 </dev/null || status=$?
    if [[ -n $clock ]]; then
        kill "$clock"
        wait "$clock" 2>/dev/null || true
        printf '\r' >&2
    fi
    if [[ $status -eq 0 ]]; then
        say "$title: done in $((SECONDS - started)) s"
    else
        say "$title: failed after $((SECONDS - started)) s"
    fi
    return "$status"
}

# fail_with_log MESSAGE ADVICE...: the end of the log, then what to do about it.
fail_with_log() {
    say "the end of $log:"
    tail -n 20 "$log" | sed 's/^/  | /' >&2
    fail "$@"
}
