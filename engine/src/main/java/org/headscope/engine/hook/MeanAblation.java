package org.headscope.engine.hook;

/** Replaces the output of a part by its mean. */
public record MeanAblation(Site site, MeanSource source) implements Intervention {
    @Override
    public MeanAblation at(Site other) {
        return new MeanAblation(other, source);
    }

    @Override
    public String describe() {
        String over = switch (source) {
            case MeanSource.ThisPrompt _ -> "this prompt";
            case MeanSource.PromptSet set -> set.name() + (set.perPosition() ? " per position" : "");
        };
        return site.label() + " → mean of " + over + ", " + site.positions().describe();
    }
}
