#!/bin/bash
# The Node of the runtime v8, set up where that one's is.
set -euo pipefail
exec "$(dirname "$0")/../../../runtimes/v8/setup.sh" "$(dirname "$1")/v8"
