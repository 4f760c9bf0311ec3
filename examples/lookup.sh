#!/bin/sh
# Look one key up through the data API, as a department's system does: a token first, then the lookup.
#
#   examples/lookup.sh CLIENT_ID KEY_FILE ENTRY GRANT PURPOSE BUSINESS_NUMBER KEY
#
# ENTRY is the catalog code with a hyphen (307002-1). The key to look up stands in the body, never in the address.
# SHUYUAN_GATEWAY_URL names the gateway (default http://127.0.0.1:8010); `shuyuan` and `curl` must be in the PATH.
set -eu

if [ "$#" -ne 7 ]; then
    sed -n '2,7p' "$0" >&2
    exit 2
fi
gateway=${SHUYUAN_GATEWAY_URL:-http://127.0.0.1:8010}
token=$(shuyuan token --client "$1" --key "$2" --gateway "$gateway")

# curl reads the body from standard input, so that it does not stand among its arguments.
quote() { printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g'; }
printf '{"grant": "%s", "purpose": "%s", "business_number": "%s", "key": "%s"}' \
    "$(quote "$4")" "$(quote "$5")" "$(quote "$6")" "$(quote "$7")" |
    curl --silent --show-error --header "Authorization: Bearer $token" \
        --header 'Content-Type: application/json' --data-binary @- "$gateway/v1/data/$3/lookup"
echo
