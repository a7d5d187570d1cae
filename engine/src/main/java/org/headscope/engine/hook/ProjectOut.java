package org.headscope.engine.hook;

import java.util.List;
import java.util.stream.Collectors;

/** Takes away what lies along some directions. */
public record ProjectOut(Site site, List<Direction> directions) implements Intervention {
    public ProjectOut {
        Direction.checkSite(site);
        if (directions.isEmpty()) throw new IllegalArgumentException("There is no direction to take away.");
        directions = List.copyOf(directions);
    }

    @Override
    public ProjectOut at(Site other) {
        return new ProjectOut(other, directions);
    }

    @Override
    public String describe() {
        String what = directions.stream().map(Direction::describe).collect(Collectors.joining(" and "));
        return site.label() + " without " + what + ", " + site.where();
    }
}
