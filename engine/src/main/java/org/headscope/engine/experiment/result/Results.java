package org.headscope.engine.experiment.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.headscope.engine.tensor.Tensor;

/** Collects what an analysis finds. Files hold numbers, arrays and tables by name, so that each name is given once. */
public final class Results {
    private final List<Grid> grids = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<ColouredText> texts = new ArrayList<>();

    /**
     * Adds one number.
     *
     * @throws IllegalArgumentException if there is a number or an array of that name already
     */
    public void number(String name, double value, String about) {
        add(new Grid(name, about, List.of(), Tensor.of(new float[] {(float) value})));
    }

    /**
     * Adds an array.
     *
     * @throws IllegalArgumentException if there is a number or an array of that name already
     */
    public void grid(String name, String about, Tensor values, Axis... axes) {
        add(new Grid(name, about, List.of(axes), values));
    }

    private void add(Grid grid) {
        if (grids.stream().map(Grid::name).anyMatch(grid.name()::equals)) throw twice(grid.name());
        grids.add(grid);
    }

    /**
     * Adds a table.
     *
     * @throws IllegalArgumentException if there is a table of that name already
     */
    public void table(String name, String about, List<String> columns, List<List<Object>> rows) {
        if (tables.stream().map(Table::name).anyMatch(name::equals)) throw twice(name);
        tables.add(new Table(name, about, columns, rows));
    }

    /** Adds a coloured text, which only reports show. */
    public void text(ColouredText text) {
        texts.add(text);
    }

    private static IllegalArgumentException twice(String name) {
        return new IllegalArgumentException("There are two results called " + name + ".");
    }

    public List<Grid> grids() {
        return Collections.unmodifiableList(grids);
    }

    public List<Table> tables() {
        return Collections.unmodifiableList(tables);
    }

    public List<ColouredText> texts() {
        return Collections.unmodifiableList(texts);
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
