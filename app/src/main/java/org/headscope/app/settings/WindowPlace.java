package org.headscope.app.settings;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** Where the window was. */
public record WindowPlace(double x, double y, double width, double height, boolean maximised) {
    /** Whether a window can be given this place at all. */
    @JsonIgnore
    public boolean isSane() {
        return width >= 200
                && height >= 150
                && width < 100_000
                && height < 100_000
                && Math.abs(x) < 100_000
                && Math.abs(y) < 100_000;
    }
}
