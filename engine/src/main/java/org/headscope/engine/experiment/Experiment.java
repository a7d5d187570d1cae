package org.headscope.engine.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;

/**
 * A question put to a model. Immutable: every change makes another experiment.
 *
 * @param prompt the text, without BOS
 * @param corrupted another prompt to take values from, such as the same with a name changed; empty for none
 * @param prependBos whether BOS is put in front
 * @param answer the right next token as text, with its leading space; empty for none
 * @param wrong the wrong next token to compare it with; empty for none
 * @param switches the interventions, in the order they are applied
 */
public record Experiment(
        String prompt, String corrupted, boolean prependBos, String answer, String wrong, List<Switch> switches) {
    public Experiment {
        switches = List.copyOf(switches);
    }

    public static Experiment of(String prompt, String answer, String wrong) {
        return new Experiment(prompt, "", true, answer, wrong, List.of());
    }

    public Experiment withPrompt(String text) {
        return new Experiment(text, corrupted, prependBos, answer, wrong, switches);
    }

    public Experiment withCorrupted(String text) {
        return new Experiment(prompt, text, prependBos, answer, wrong, switches);
    }

    public Experiment withBos(boolean on) {
        return new Experiment(prompt, corrupted, on, answer, wrong, switches);
    }

    public Experiment withAnswers(String right, String other) {
        return new Experiment(prompt, corrupted, prependBos, right, other, switches);
    }

    public Experiment withSwitches(List<Switch> list) {
        return new Experiment(prompt, corrupted, prependBos, answer, wrong, list);
    }

    /** The same with one more intervention at the end of the list, switched on. */
    public Experiment plus(Intervention intervention) {
        var list = new ArrayList<>(switches);
        list.add(new Switch(intervention, true));
        return withSwitches(list);
    }

    /**
     * The intervention that the list has on the same as a site, switched on or not; the last of several. Where a site means
     * all positions it is found wherever it acts, but a row of a pattern only where its query is.
     */
    public Optional<Intervention> on(Site site) {
        boolean anywhere = site.positions().all() && !HookName.isAttention(site.hookName());
        return switches.stream()
                .map(Switch::intervention)
                .filter(there -> there.site().isSamePart(site)
                        && there.site().keys().equals(site.keys())
                        && (anywhere || there.site().positions().equals(site.positions())))
                .reduce((_, last) -> last);
    }

    /**
     * The same with an intervention in the place of the one {@link #on} the same, at its positions and switched on; without
     * one, at the end of the list.
     */
    public Experiment with(Intervention intervention) {
        Optional<Intervention> old = on(intervention.site());
        if (old.isEmpty()) return plus(intervention);
        Intervention other =
                intervention.at(intervention.site().at(old.get().site().positions()));
        return withSwitches(switches.stream()
                .map(item -> item.intervention().equals(old.get()) ? new Switch(other, true) : item)
                .toList());
    }

    public Experiment minus(Intervention intervention) {
        return withSwitches(switches.stream()
                .filter(item -> !item.intervention().equals(intervention))
                .toList());
    }

    /** The same without any intervention that acts on some of a part, switched on or not. */
    public Experiment without(Site part) {
        return withSwitches(switches.stream()
                .filter(item -> !item.intervention().site().meets(part))
                .toList());
    }

    /** Whether an intervention that is switched on acts on a part, at some of its positions. */
    public boolean changes(Site part) {
        return active().stream().anyMatch(intervention -> intervention.site().meets(part));
    }

    /** Whether a part is switched off: replaced by zero or a mean, rather than scaled, steered or frozen. */
    public boolean ablates(Site part) {
        return active().stream()
                .filter(intervention -> intervention instanceof ZeroAblation || intervention instanceof MeanAblation)
                .anyMatch(intervention -> intervention.site().meets(part));
    }

    /** Whether an intervention that is switched on acts on a part or, for a head, on all of its layer's attention. */
    public boolean reaches(Site part) {
        return changes(part) || part.part() == Part.HEAD && changes(Site.attention(part.layer()));
    }

    public Experiment switched(Intervention intervention, boolean on) {
        return withSwitches(switches.stream()
                .map(item -> item.intervention().equals(intervention) ? new Switch(intervention, on) : item)
                .toList());
    }

    /** The same without interventions. */
    public Experiment clean() {
        return withSwitches(List.of());
    }

    /** The interventions that are switched on. */
    public List<Intervention> active() {
        return switches.stream().filter(Switch::on).map(Switch::intervention).toList();
    }

    public boolean isClean() {
        return active().isEmpty();
    }
}
