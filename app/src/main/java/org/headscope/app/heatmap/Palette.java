package org.headscope.app.heatmap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Colour tables with 256 colours, each a data file of as many lines "red green blue". All are safe for the colour-blind. */
public enum Palette {
    /** For amounts: dark violet to yellow. */
    VIRIDIS("viridis", false),
    /** For amounts: dark blue to yellow. */
    CIVIDIS("cividis", false),
    /** For amounts: black to cream. */
    MAGMA("magma", false),
    /** For signed numbers around 0: red is negative, white is 0, blue is positive. */
    RED_WHITE_BLUE("red_white_blue", true);

    /** How many colours a table has. */
    public static final int SIZE = 256;

    private final boolean diverging;
    private final int[] colours;

    Palette(String file, boolean diverging) {
        this.diverging = diverging;
        this.colours = read(file + ".rgb");
    }

    /** Whether the middle of the table stands for 0. */
    public boolean isDiverging() {
        return diverging;
    }

    /** The colour of an index from 0 to 255, as opaque ARGB. */
    public int argb(int index) {
        return colours[index];
    }

    private static int[] read(String file) {
        try (InputStream in = Palette.class.getResourceAsStream(file)) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            if (lines.size() != SIZE) {
                throw new IllegalStateException(file + " has " + lines.size() + " colours");
            }
            return lines.stream().mapToInt(Palette::argbOfLine).toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int argbOfLine(String line) {
        String[] parts = line.split(" ");
        return 0xff << 24
                | Integer.parseInt(parts[0]) << 16
                | Integer.parseInt(parts[1]) << 8
                | Integer.parseInt(parts[2]);
    }
}
