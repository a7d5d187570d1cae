package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.run.Edit;

/** Makes the changes of a run and those of each copy, where copies lie side by side. */
final class ConeHooks implements Hooks {
    private final EditWriter writer;
    private final List<Edit> common;
    private final List<Edit> changes;
    private final Set<String> names;
    private Layout layout;
    private Look look;

    /**
     * @param common made in every copy
     * @param changes those that segments name by their number
     */
    ConeHooks(NDManager manager, List<Edit> common, List<Edit> changes) {
        this.writer = new EditWriter(manager);
        this.common = common;
        this.changes = changes;
        this.names = Stream.concat(common.stream(), changes.stream())
                .map(edit -> edit.site().hookName())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Says how the following values are laid out. */
    void lieAs(Layout order) {
        layout = order;
    }

    /** Says of which copies the following scores and patterns are, [copy, head, query, key]. */
    void lookAs(Look now) {
        look = now;
    }

    @Override
    public NDArray fire(String name, NDArray value) {
        return writer.rewritten(name, value, names::contains, copy -> {
            if (HookName.isAttention(name)) writeScores(name, copy);
            else for (Layout.Part each : layout.parts()) write(name, each, copies(copy, each));
        });
    }

    private void writeScores(String name, NDArray value) {
        int copy = 0;
        for (Layout.Part each : look.parts()) {
            int end = copy + each.segment().copies();
            int queries = look.queries().size();
            NDArray copies = value.get(new NDIndex()
                    .addSliceDim(copy, end)
                    .addAllDim()
                    .addSliceDim(queries - each.span().size(), queries));
            write(name, each, copies);
            copy = end;
        }
    }

    private void write(String name, Layout.Part each, NDArray copies) {
        Segment segment = each.segment();
        int first = each.span().from();
        for (Edit edit : common) {
            if (edit.site().hookName().equals(name)) writer.write(edit.inRow(segment.row()), copies, first);
        }
        for (int copy = 0; copy < segment.copies(); copy++) {
            Edit edit = changes.get(segment.changes().get(copy));
            if (!edit.site().hookName().equals(name)) continue;
            NDArray one = copies.get(new NDIndex().addSliceDim(copy, copy + 1));
            writer.write(edit.inRow(segment.row()), one, first);
        }
    }

    /** The rows of some copies, [copy, pos, ...]; shares memory. */
    private static NDArray copies(NDArray packed, Layout.Part part) {
        NDArray rows = packed.get(new NDIndex().addIndices(0).addSliceDim(part.offset(), part.offset() + part.rows()));
        long[] shape = rows.getShape().getShape();
        var split = new long[shape.length + 1];
        split[0] = part.segment().copies();
        split[1] = part.span().size();
        System.arraycopy(shape, 1, split, 2, shape.length - 1);
        return rows.reshape(new Shape(split));
    }
}
