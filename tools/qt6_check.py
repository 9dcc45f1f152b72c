"""Find in our sources what Qt 6 or QGIS 4 would refuse, without either of them.

What a name means is asked from the QGIS at hand: ``Qt.AlignLeft`` is wrong because ``AlignLeft`` is a value of
the enum ``Qt.AlignmentFlag`` and PyQt 6 knows it there only. The rest is a list of names that changed.
The rules are those of the QGIS migration guide; what cannot be seen statically (an enum value of an object
of unknown class) is left to a run on a newer QGIS (``make matrix``).
"""

from __future__ import annotations

import ast
import enum
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "cityorchestra"
SOURCES = ("__init__.py", "processing_provider", "cityorchestra_plugin", "tools", "tests", "benchmarks")
# The one module that may name both forms of what changed, and look at the version.
COMPATIBILITY = "processing_provider/compatibility.py"
HEADLESS = "processing_provider/"

GONE_MODULES = {
    "PyQt4": "import through qgis.PyQt",
    "PyQt5": "import through qgis.PyQt",
    "PyQt6": "import through qgis.PyQt",
    "PySide2": "import through qgis.PyQt",
    "PySide6": "import through qgis.PyQt",
    "sip": "import through qgis.PyQt",
    "qgis._core": "import from qgis.core",
    "qgis._gui": "import from qgis.gui",
    "qgis._analysis": "import from qgis.analysis",
    "resources_rc": "load files by path",
}
GONE_NAMES = {
    "QRegExp": "QRegularExpression",
    "QRegExpValidator": "QRegularExpressionValidator",
    "QDesktopWidget": "QScreen",
    "QStringRef": "str",
    "QTextCodec": "Python's codecs",
    "QMatrix": "QTransform",
}
GONE_ATTRIBUTES = {
    "exec_": "exec",
    "print_": "print",
    "globalPos": "globalPosition",
    "setTabStopWidth": "setTabStopDistance",
    "tabStopWidth": "tabStopDistance",
    "AA_EnableHighDpiScaling": "nothing: always on in Qt 6",
    "AA_UseHighDpiPixmaps": "nothing: always on in Qt 6",
    "setMargin": "setContentsMargins",
    "desktop": "QScreen",
    "supportsQt6": "qgisMaximumVersion",
}
# In Qt 6 these are in QtGui; the shim of QGIS offers them in QtWidgets for both, in QtGui for Qt 6 only.
MOVED_TO_QTGUI = ("QAction", "QActionGroup", "QShortcut")


def enum_of(value: Any) -> type | None:
    """Return the enum that a value belongs to, in PyQt 5's form or Python's, or None."""
    if isinstance(value, enum.Enum) or type(type(value)).__name__ == "enumtype":
        return type(value)
    return None


def _scoped_name(holder: Any, kind: type) -> str:
    """Return the name by which an enum is reached from its holder: later versions move enums and keep the old name."""
    for owner in getattr(holder, "__mro__", ()):
        for name, value in vars(owner).items():
            if value is kind:
                return f"{owner.__name__}.{name}"
    return kind.__qualname__


class Checker(ast.NodeVisitor):
    """Collect the findings of one module.

    Parameters
    ----------
    name : str
        Path from the root of the repository: some rules depend on it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.findings: list[tuple[int, str]] = []
        self._known: dict[str, Any] = {}  # names of this module that come from QGIS, or from our modules
        self._bases: list[Any] = [None]

    def found(self, node: ast.AST, sentence: str) -> None:
        """Keep a finding."""
        self.findings.append((node.lineno, sentence))

    # -- imports ----------------------------------------------------------------------------------

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._check_module(node, alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        if node.level:
            package = [PACKAGE, *self.name.split("/")[:-1]]
            absolute = ".".join([*package[: len(package) - node.level + 1], *filter(None, [module])])
            for alias in node.names:
                self._check_module(node, alias.name)
                self._known[alias.asname or alias.name] = _imported(absolute, alias.name)
            return
        self._check_module(node, module)
        for alias in node.names:
            self._check_module(node, f"{module}.{alias.name}")
            if alias.name in GONE_NAMES:
                self.found(node, f"{alias.name} is gone: use {GONE_NAMES[alias.name]}")
            if module == "qgis.PyQt.QtGui" and alias.name in MOVED_TO_QTGUI:
                self.found(node, f"{alias.name} is not in the QtGui of Qt 5: import it from qgis.PyQt.QtWidgets")
            if module.startswith("qgis"):
                self._known[alias.asname or alias.name] = _imported(module, alias.name)

    def _check_module(self, node: ast.AST, module: str) -> None:
        if module == "qgis.PyQt.sip":  # the one way to sip that both forms of Qt have
            return
        for gone, remedy in GONE_MODULES.items():
            if module == gone or module.startswith(f"{gone}.") or module.split(".")[-1] == gone:
                self.found(node, f"import of {gone}: {remedy}")
        if self.name.startswith(HEADLESS) and module in ("qgis.gui", "qgis.utils"):
            self.found(node, f"import of {module} in what runs without a window")

    # -- names and attributes ---------------------------------------------------------------------

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr in GONE_ATTRIBUTES:
            self.found(node, f".{node.attr} is gone: use {GONE_ATTRIBUTES[node.attr]}")
        if node.attr == "QGIS_VERSION_INT" and self.name != COMPATIBILITY:
            self.found(node, f"a version is looked at outside {COMPATIBILITY}")
        holder = self._object(node.value)
        value = getattr(holder, node.attr, None) if holder is not None else None
        kind = enum_of(value) if value is not None else None
        if kind is not None and holder is not kind:
            self.found(node, f"unscoped enum: write {_scoped_name(holder, kind)}.{node.attr}")
        if _is_variant_type(node) and self.name != COMPATIBILITY:
            self.found(node, "QVariant.Type is gone: use compatibility.field and field_kind")
        self.generic_visit(node)

    def _object(self, node: ast.AST) -> Any:
        """Return what a dotted name from qgis stands for, or None when it cannot be known."""
        if isinstance(node, ast.Name):
            return self._known.get(node.id)
        if isinstance(node, ast.Attribute):
            holder = self._object(node.value)
            return getattr(holder, node.attr, None) if holder is not None else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super":
            return self._bases[-1]
        return None

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Know what ``self`` and ``super()`` inherit from QGIS inside a class."""
        bases = [base for base in map(self._object, node.bases) if base is not None]
        base = bases[0] if bases else None
        self._bases.append(base)
        outer = self._known.get("self")
        self._known["self"] = base
        self.generic_visit(node)
        self._known["self"] = outer
        self._bases.pop()

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        value = self._object(node.value)
        if value is not None:
            for target in node.targets:
                if isinstance(target, ast.Name):
                    self._known[target.id] = value

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id == "isinstance" and len(node.args) == 2:
            kinds = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
            if any(isinstance(kind, ast.Name) and kind.id == "QVariant" for kind in kinds):
                self.found(node, "NULL is no QVariant in Qt 6: use compatibility.is_null")
        if isinstance(node.func, ast.Name) and node.func.id == "int" and len(node.args) == 1:
            value = self._object(node.args[0])
            if value is not None and enum_of(value) is not None:
                self.found(node, "int() of an enum fails in Qt 6: use .value")
        self.generic_visit(node)


def _imported(module: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None  # a module of another QGIS version, or an example in a test: nothing is known of it


def _is_variant_type(node: ast.Attribute) -> bool:
    return node.attr == "Type" and isinstance(node.value, ast.Name) and node.value.id == "QVariant"


def check_source(source: str, name: str) -> list[str]:
    """Return the findings in the text of a module, one line each."""
    checker = Checker(name)
    checker.visit(ast.parse(source, name))
    return [f"{name}:{line}: {sentence}" for line, sentence in sorted(set(checker.findings))]


def sources(root: Path) -> Iterator[Path]:
    """Yield our Python files."""
    for name in SOURCES:
        path = root / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def main() -> int:
    """Check every source; return the exit status."""
    findings, count = [], 0
    for path in sources(ROOT):
        count += 1
        findings += check_source(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    for line in findings:
        print(line)
    print(f"{count} files, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
