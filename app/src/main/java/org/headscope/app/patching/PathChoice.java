package org.headscope.app.patching;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.patching.PathPatching;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;

/**
 * Which paths are patched.
 *
 * @param senders heads and MLPs that take their values from the other run
 * @param receivers queries, keys and values of heads, inputs of MLPs, and the end of the residual stream, which is all that the
 *     logits read
 * @param mlps whether MLPs between them recompute
 */
record PathChoice(List<Site> senders, List<Site> receivers, boolean mlps) {
    static final PathChoice NONE = new PathChoice(List.of(), List.of(), true);

    PathChoice {
        senders = List.copyOf(senders);
        receivers = List.copyOf(receivers);
    }

    PathChoice toggleSender(Site site) {
        return new PathChoice(toggled(senders, site), receivers, mlps);
    }

    PathChoice toggleReceiver(Site site) {
        return new PathChoice(senders, toggled(receivers, site), mlps);
    }

    PathChoice withMlps(boolean on) {
        return new PathChoice(senders, receivers, on);
    }

    private static List<Site> toggled(List<Site> sites, Site site) {
        var changed = new ArrayList<>(sites);
        if (!changed.remove(site)) changed.add(site);
        return changed;
    }

    boolean isEmpty() {
        return senders.isEmpty() && receivers.isEmpty();
    }

    boolean isComplete() {
        return !senders.isEmpty() && !receivers.isEmpty();
    }

    /** The end of the residual stream. */
    static Site logits(Model model) {
        return Site.of("resid_post", model.config().nLayers() - 1);
    }

    /** Without senders above every receiver, and receivers below every sender: no path leads from or to those. */
    PathChoice onPaths(PathPatching paths) {
        List<Site> from = senders.stream()
                .filter(sender -> receivers.stream().anyMatch(receiver -> paths.precedes(sender, receiver)))
                .toList();
        List<Site> to = receivers.stream()
                .filter(receiver -> senders.stream().anyMatch(sender -> paths.precedes(sender, receiver)))
                .toList();
        return new PathChoice(from, to, mlps);
    }

    /** The receivers with all that they read: an MLP of a gated model reads with two of its sites. */
    List<Site> reading(PathPatching paths) {
        return receivers.stream()
                .flatMap(site -> isMlp(site) ? paths.mlp(site.layer()).stream() : Stream.of(site))
                .toList();
    }

    private static boolean isMlp(Site receiver) {
        return receiver.hookName().equals(HookName.of("pre", receiver.layer()));
    }

    /** Such as "0.3, MLP 1". */
    String senderWords() {
        return senders.isEmpty()
                ? Text.of("patching.path.none")
                : senders.stream().map(Site::label).collect(Collectors.joining(", "));
    }

    /** Such as "k 3.5, the logits". */
    String receiverWords() {
        return receivers.isEmpty()
                ? Text.of("patching.path.none")
                : receivers.stream().map(PathChoice::words).collect(Collectors.joining(", "));
    }

    static String words(Site receiver) {
        if (receiver.hookName().endsWith("resid_post")) return Text.of("patching.path.logits");
        return isMlp(receiver) ? Text.of("patching.path.mlp", String.valueOf(receiver.layer())) : receiver.label();
    }
}
