"""Tables for compiled code: a named tuple of arrays goes from function to function as one address.

A tuple by value would be some four hundred words at every call, taken apart again by the compiler at each.
Here a field is read where it is used, from words that stand still while the loop runs. An index is never
below 0: numba's arrays let -1 mean the last element, and test for it at every access.
"""

import operator
from hashlib import blake2b

import numba
import numpy as np
from llvmlite import ir
from numba.core.typeconv import Conversion
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_builtin,
    lower_cast,
    lower_getattr_generic,
    models,
    register_model,
    type_callable,
    typeof_impl,
    types,
    unbox,
)
from numba.np.arrayobj import make_array

from twin.engine.kernel.interpreted import readable

_WORDS = 3  # of a table: its address and two lengths


class Table(types.Type):
    """The type of an array in one piece, of one or two dimensions, that is read and written item by item."""

    def __init__(self, dtype, ndim):
        self.dtype = dtype
        self.ndim = ndim
        super().__init__(f"table({dtype}, {ndim}d)")

    def can_convert_to(self, typingctx, other):
        """Whole, it can be given to a function of arrays."""
        if isinstance(other, types.Array) and (other.dtype, other.ndim) == (self.dtype, self.ndim):
            return Conversion.safe
        return None


class Reference(types.Opaque):
    """The type of an address of tables; `of` is the class of the named tuple."""

    def __init__(self, of, tables):
        self.of = of
        self.tables = tables  # {field: Table}, in order
        digest = blake2b(repr(tables).encode(), digest_size=6).hexdigest()
        super().__init__(f"{of.__name__}_{digest}")  # short, as it becomes part of the name of every function


class Referred:
    """Tables with their addresses; it keeps them alive."""

    _types = {}  # [class] Reference

    def __init__(self, tables, known=None):
        self.tables = tables
        self.words = np.empty((len(tables), _WORDS), np.int64) if known is None else known.words.copy()
        for i, table in enumerate(tables):
            if known is None or table is not known.tables[i]:
                self.words[i] = _words_of(table)
        self.address = self.words.ctypes.data

    @property
    def type(self):
        """The Reference; a class of tables has one."""
        of = type(self.tables)
        if of not in self._types:
            kinds = [numba.typeof(table) for table in self.tables]
            tables = [Table(kind.dtype, kind.ndim) for kind in kinds]
            self._types[of] = Reference(of, dict(zip(of._fields, tables, strict=True)))
        return self._types[of]


def referred(tables, known=None):
    """What the loop takes for a named tuple of arrays; quicker where most of them are those of `known`."""
    if numba.config.DISABLE_JIT:
        return readable(tables)
    return known if known is not None and known.tables is tables else Referred(tables, known)


def _words_of(table):
    if not table.flags.c_contiguous:
        raise ValueError("a table of the loop lies in one piece")
    return (table.ctypes.data, len(table), table.shape[-1])


@register_model(Table)
class _TableModel(models.StructModel):
    def __init__(self, manager, table):
        members = [("data", types.CPointer(table.dtype)), ("length", types.intp), ("width", types.intp)]
        super().__init__(manager, table, members)


register_model(Reference)(models.OpaqueModel)


@typeof_impl.register(Referred)
def _typeof(value, context):
    return value.type


@unbox(Reference)
def _address(kind, value, c):
    held = c.pyapi.object_getattr_string(value, "address")
    address = c.unbox(types.intp, held).value
    c.pyapi.decref(held)
    return NativeValue(c.builder.inttoptr(address, c.context.get_value_type(kind)))


@infer_getattr
class _Fields(AttributeTemplate):
    key = Reference

    def generic_resolve(self, reference, name):
        return reference.tables.get(name)


@lower_getattr_generic(Reference)
def _field(context, builder, reference, address, name):
    first = _WORDS * list(reference.tables).index(name)
    table = context.make_helper(builder, reference.tables[name])
    for i, member in enumerate(("data", "length", "width")):
        words = builder.bitcast(address, getattr(table, member).type.as_pointer())
        load = builder.load(builder.gep(words, [ir.Constant(ir.IntType(64), first + i)]))
        # Nothing writes there while compiled code runs: one load is as good as many.
        load.set_metadata("invariant.load", builder.module.add_metadata([]))
        setattr(table, member, load)
    return table._getvalue()


@type_callable(operator.getitem)
def _type_of_item(context):
    return lambda table, index: table.dtype if isinstance(table, Table) else None


@type_callable(operator.setitem)
def _type_of_writing(context):
    return lambda table, index, value: types.none if isinstance(table, Table) else None


@type_callable(len)
def _type_of_length(context):
    return lambda table: types.intp if isinstance(table, Table) else None


@lower_builtin(len, Table)
def _length(context, builder, sig, args):
    return context.make_helper(builder, sig.args[0], args[0]).length


@lower_builtin(operator.getitem, Table, types.Integer)
@lower_builtin(operator.getitem, Table, types.BaseTuple)
def _read(context, builder, sig, args):
    kind, pointer = _place(context, builder, sig, args)
    return context.data_model_manager[kind].load_from_data_pointer(builder, pointer)


@lower_builtin(operator.setitem, Table, types.Integer, types.Any)
@lower_builtin(operator.setitem, Table, types.BaseTuple, types.Any)
def _write(context, builder, sig, args):
    kind, pointer = _place(context, builder, sig, args)
    value = context.cast(builder, args[2], sig.args[2], kind)
    builder.store(context.data_model_manager[kind].as_data(builder, value), pointer)


def _place(context, builder, sig, args):
    """(type of an item, where it lies)."""
    table = context.make_helper(builder, sig.args[0], args[0])
    if isinstance(sig.args[1], types.BaseTuple):
        row, column = (
            context.cast(builder, builder.extract_value(args[1], i), kind, types.intp)
            for i, kind in enumerate(sig.args[1])
        )
        index = builder.add(builder.mul(row, table.width), column)
    else:
        index = context.cast(builder, args[1], sig.args[1], types.intp)
    return sig.args[0].dtype, builder.gep(table.data, [index], inbounds=True)


@lower_cast(Table, types.Array)
def _whole(context, builder, source, target, value):
    """An array that owns nothing."""
    table = context.make_helper(builder, source, value)
    array = make_array(target)(context, builder)
    itemsize = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(source.dtype)))
    array.data, array.nitems, array.itemsize = table.data, table.length, itemsize
    for name, part in (("shape", table.length), ("strides", itemsize)):
        setattr(array, name, builder.insert_value(getattr(array, name), part, 0))
    for nothing in ("meminfo", "parent"):
        setattr(array, nothing, getattr(array, nothing).type(None))
    return array._getvalue()
