package org.headscope.engine.experiment.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.headscope.engine.tensor.Tensor;

/** Collects what an analysis finds. */
public final class Results {
    private final List<Grid> grids = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();

    /** Adds one number. */
    public void number(String name, double value, String about) {
        grids.add(new Grid(name, about, List.of(), Tensor.of(new float[] {(float) value})));
    }

    /** Adds an array. */
    public void grid(String name, String about, Tensor values, Axis... axes) {
        grids.add(new Grid(name, about, List.of(axes), values));
    }

    /** Adds a table. */
    public void table(String name, String about, List<String> columns, List<List<Object>> rows) {
        tables.add(new Table(name, about, columns, rows));
    }

    public List<Grid> grids() {
        return Collections.unmodifiableList(grids);
    }

    public List<Table> tables() {
        return Collections.unmodifiableList(tables);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public Grid grid(String name) {
        return grids.stream()
                .filter(grid -> grid.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no result " + name));
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public Table table(String name) {
        return tables.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no table " + name));
    }
}
