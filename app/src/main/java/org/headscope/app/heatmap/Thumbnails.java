package org.headscope.app.heatmap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javafx.scene.paint.Color;

/**
 * Small pictures of many matrices in a table, such as the pattern of every head.
 *
 * @param rows how many rows of pictures
 * @param columns how many columns of pictures
 * @param pictures row by row; null for a place that has none (yet)
 * @param letters a letter for each picture, or none ("") - or an empty list
 * @param frames a colour for the frame and the letter of each picture, or null for none - or an empty list
 * @param faded the places that are dimmed
 * @param colouring how the numbers of all pictures become colours
 */
public record Thumbnails(
        int rows,
        int columns,
        List<Matrix> pictures,
        List<String> letters,
        List<Color> frames,
        Set<Cell> faded,
        Colouring colouring) {

    public Thumbnails {
        pictures = Collections.unmodifiableList(new ArrayList<>(pictures));
        letters = List.copyOf(letters);
        frames = Collections.unmodifiableList(new ArrayList<>(frames));
        faded = Set.copyOf(faded);
        int count = rows * columns;
        if (pictures.size() != count || !fits(letters, count) || !fits(frames, count)) {
            throw new IllegalArgumentException(pictures.size() + " pictures, " + letters.size() + " letters and "
                    + frames.size() + " frames for " + rows + " x " + columns);
        }
    }

    /** Without frames. */
    public Thumbnails(
            int rows, int columns, List<Matrix> pictures, List<String> letters, Set<Cell> faded, Colouring colouring) {
        this(rows, columns, pictures, letters, List.of(), faded, colouring);
    }

    private static boolean fits(List<?> list, int count) {
        return list.isEmpty() || list.size() == count;
    }

    /** The picture at a place, or null. */
    public Matrix picture(int row, int column) {
        return pictures.get(row * columns + column);
    }

    /** The letter at a place, or "". */
    public String letter(int row, int column) {
        return letters.isEmpty() ? "" : letters.get(row * columns + column);
    }

    /** The colour of the frame at a place, or null. */
    public Color frame(int row, int column) {
        return frames.isEmpty() ? null : frames.get(row * columns + column);
    }
}
