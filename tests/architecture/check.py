#!/usr/bin/env python3
"""check.py ROOT RULE: holds the repository at ROOT against one rule of rules.py."""

import sys

from code_tree import CodeTree
from rules import RULES


def main(arguments):
    if len(arguments) != 2 or arguments[1] not in RULES:
        print(f"usage: check.py ROOT {'|'.join(RULES)}", file=sys.stderr)
        return 2
    root, rule = arguments
    violations = list(RULES[rule](CodeTree(root)))
    for violation in violations:
        print(violation)
    print(f"{rule}: {len(violations)} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
