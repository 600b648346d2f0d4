"""Putting counters into a template before it runs: into its loops, its macros, and where it puts texts together."""

from __future__ import annotations

from typing import TypeVar

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

_Body = TypeVar("_Body", nodes.Template, nodes.Macro, nodes.CallBlock, nodes.Block, nodes.For)


def counted(tree: nodes.Template, environment: Environment) -> nodes.Template:
    """A template that counts its steps, and shows the environment what it puts together."""
    found: nodes.Template = _Counting().visit(tree)
    found.set_environment(environment)
    return found


class _Counting(NodeTransformer):
    """Each body that can run more than once takes steps as often as it runs: one, and one for each piece in it."""

    def visit_Template(self, node: nodes.Template) -> nodes.Template:  # noqa: N802 - Jinja2 calls it so
        return self._stepping(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Macro:  # noqa: N802
        return self._stepping(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.CallBlock:  # noqa: N802
        return self._stepping(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Block:  # noqa: N802
        return self._stepping(node)

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        node = self._stepping(node)
        if isinstance(node.iter, nodes.Expr):
            node.iter = _asked("in_order", [node.iter])
        test = node.test
        if isinstance(test, nodes.Expr):
            node.test = nodes.And(_asked("step", [], test.lineno), test, lineno=test.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Concat:  # noqa: N802
        self.generic_visit(node)
        node.nodes = [_asked("piece", [each]) for each in node.nodes]
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Expr:  # noqa: N802
        self.generic_visit(node)
        return _asked("made", [node]) if isinstance(node.arg, nodes.Slice) else node

    def _stepping(self, node: _Body) -> _Body:
        pieces = sum(len(each.nodes) for each in node.find_all(nodes.Output))
        self.generic_visit(node)
        step = _asked("step", [nodes.Const(1 + pieces, lineno=node.lineno)], node.lineno)
        node.body.insert(0, nodes.ExprStmt(step, lineno=node.lineno))
        return node


def _asked(name: str, given: list[nodes.Expr], lineno: int | None = None) -> nodes.Call:
    """A call of the environment's own."""
    line = given[0].lineno if lineno is None else lineno
    return nodes.Call(nodes.EnvironmentAttribute(name, lineno=line), given, [], None, None, lineno=line)
