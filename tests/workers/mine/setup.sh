#!/usr/bin/env bash
# Puts Wasmtime's Python package and the worker that PROTOCOL.md shows into the folder that is given.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
package=wasmtime==50.0.1
if [ ! -e "$folder/$package" ]; then
    echo "taking $package from PyPI" >&2
    rm -rf "$folder"
    PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --target "$folder" "$package" >&2 || {
        echo "error: pip cannot install $package" >&2
        echo "fix: apt-get install python3-pip, and see that pip reaches its package index" >&2
        exit 1
    }
    touch "$folder/$package"
fi
sed -n '/^```python$/,/^```$/ { /^```/d; p }' "$here/../../../PROTOCOL.md" >"$folder/worker.py.$$"
# At once: another process may be starting it.
mv "$folder/worker.py.$$" "$folder/worker.py"
echo "PYTHON=$(python3 -c 'import sys; print(sys.executable)')"
echo "WORKER=$folder/worker.py"
echo "PYTHONPATH=$folder:$here"
# Nothing is to be written into this folder: the worker is known by its content.
echo "PYTHONDONTWRITEBYTECODE=1"
