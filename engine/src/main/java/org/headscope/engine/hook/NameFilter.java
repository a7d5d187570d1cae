package org.headscope.engine.hook;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A choice of hook points by name: exact, or with {@code *} and {@code ?} as wild cards. */
public final class NameFilter {
    public static final NameFilter ALL = NameFilter.of("*");
    public static final NameFilter NONE = NameFilter.of();

    private final List<String> patterns;
    /** Patterns without wild cards: asked for each hook point of each pass, and much quicker than the others. */
    private final Set<String> exact;

    private final boolean all;
    private final Pattern regex;

    private NameFilter(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
        this.exact = Set.copyOf(patterns);
        this.all = exact.contains("*");
        this.regex = Pattern.compile(
                String.join("|", patterns.stream().map(NameFilter::regex).toList()));
    }

    public static NameFilter of(String... patterns) {
        return new NameFilter(List.of(patterns));
    }

    public static NameFilter of(List<String> patterns) {
        return new NameFilter(patterns);
    }

    public boolean matches(String name) {
        return all
                || exact.contains(name)
                || !patterns.isEmpty() && regex.matcher(name).matches();
    }

    public List<String> patterns() {
        return patterns;
    }

    private static String regex(String glob) {
        var regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return regex.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameFilter filter && patterns.equals(filter.patterns);
    }

    @Override
    public int hashCode() {
        return patterns.hashCode();
    }

    @Override
    public String toString() {
        return patterns.toString();
    }
}
