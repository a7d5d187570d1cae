package org.headscope.app.heatmap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Small pictures of many matrices in a table, such as the pattern of every head.
 *
 * @param rows how many rows of pictures
 * @param columns how many columns of pictures
 * @param pictures row by row; null for a place that has none (yet)
 * @param letters a letter for each picture, or none ("") - or an empty list
 * @param faded the places that are dimmed
 * @param colouring how the numbers of all pictures become colours
 */
public record Thumbnails(
        int rows, int columns, List<Matrix> pictures, List<String> letters, Set<Cell> faded, Colouring colouring) {

    public Thumbnails {
        pictures = Collections.unmodifiableList(new ArrayList<>(pictures));
        letters = List.copyOf(letters);
        faded = Set.copyOf(faded);
        if (pictures.size() != rows * columns || !letters.isEmpty() && letters.size() != pictures.size()) {
            throw new IllegalArgumentException(
                    pictures.size() + " pictures and " + letters.size() + " letters for " + rows + " x " + columns);
        }
    }

    /** The picture at a place, or null. */
    public Matrix picture(int row, int column) {
        return pictures.get(row * columns + column);
    }

    /** The letter at a place, or "". */
    public String letter(int row, int column) {
        return letters.isEmpty() ? "" : letters.get(row * columns + column);
    }
}
