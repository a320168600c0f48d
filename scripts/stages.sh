# shellcheck shell=bash
# Sourced: stages that run side by side, each with its own output, time and result.
stages=()
declare -A stage_pid=()

# begin NAME COMMAND…: in the background, in a process group of its own so that it can be stopped whole
begin() {
    local name=$1; shift
    stages+=("$name")
    rm -f "$LOGS/$name.result"
    set -m
    {
        set +em; start=$(date +%s)
        (set -e; "$@")
        echo "$? $(($(date +%s) - start))" >"$LOGS/$name.result"
    } >"$LOGS/$name.out" 2>&1 </dev/null &
    stage_pid[$name]=$!
    set +m
}

# await NAME…: each one's output as it ends; false when one failed
await() {
    local name result=0 code seconds
    for name in "$@"; do
        wait "${stage_pid[$name]}" || true
        read -r code seconds <"$LOGS/$name.result" || { code=killed; seconds=0; echo "1 0" >"$LOGS/$name.result"; }
        printf '\n\033[1m===== %s: %s, %d s\033[0m\n' "$name" "$([ "$code" = 0 ] && echo passed || echo FAILED)" "$seconds"
        cat "$LOGS/$name.out"
        [ "$code" = 0 ] || result=1
    done
    return "$result"
}

stop_stages() {
    local name
    for name in "${stages[@]}"; do kill -TERM -- "-${stage_pid[$name]}" 2>/dev/null || true; done
    wait
}

# summary: a line per stage; false when one failed
summary() {
    local name code seconds result=0
    printf '\n%-12s %-7s %8s\n' stage result seconds
    for name in "${stages[@]}"; do
        read -r code seconds <"$LOGS/$name.result" 2>/dev/null || { code=1; seconds=0; }
        printf '%-12s %-7s %8d\n' "$name" "$([ "$code" = 0 ] && echo passed || echo FAILED)" "$seconds"
        [ "$code" = 0 ] || result=1
    done
    printf '%-12s %-7s %8d\n' "in all" "$([ "$result" = 0 ] && echo passed || echo FAILED)" "$SECONDS"
    return "$result"
}
