package org.headscope.engine.experiment.script;

import java.util.List;
import org.headscope.engine.experiment.plan.AblationMap;
import org.headscope.engine.experiment.plan.AnswerTest;
import org.headscope.engine.experiment.plan.AttentionPatterns;
import org.headscope.engine.experiment.plan.Cached;
import org.headscope.engine.experiment.plan.Circuit;
import org.headscope.engine.experiment.plan.ComposedPaths;
import org.headscope.engine.experiment.plan.Composition;
import org.headscope.engine.experiment.plan.Continuation;
import org.headscope.engine.experiment.plan.Copying;
import org.headscope.engine.experiment.plan.CorpusSurvey;
import org.headscope.engine.experiment.plan.EffectSplit;
import org.headscope.engine.experiment.plan.GradientProducts;
import org.headscope.engine.experiment.plan.HeadDetection;
import org.headscope.engine.experiment.plan.HeadPaths;
import org.headscope.engine.experiment.plan.LensReadings;
import org.headscope.engine.experiment.plan.LogitAttribution;
import org.headscope.engine.experiment.plan.NextTokens;
import org.headscope.engine.experiment.plan.PatchEstimates;
import org.headscope.engine.experiment.plan.Patching;
import org.headscope.engine.experiment.plan.Patchscoping;
import org.headscope.engine.experiment.plan.PathEstimates;
import org.headscope.engine.experiment.plan.PreservingAblation;
import org.headscope.engine.experiment.plan.QueryKeyProducts;
import org.headscope.engine.experiment.plan.Repair;
import org.headscope.engine.experiment.plan.RepeatedTokenRoles;
import org.headscope.engine.experiment.plan.ResidualParts;
import org.headscope.engine.experiment.plan.ScoreSplits;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.plan.SingularVectors;
import org.headscope.engine.experiment.plan.SitePaths;
import org.headscope.engine.experiment.plan.Statistics;
import org.headscope.engine.experiment.plan.SuppressionMap;
import org.headscope.engine.experiment.plan.TokenNeighbours;
import org.headscope.engine.experiment.plan.TokenRanks;
import org.headscope.engine.experiment.plan.TokenRows;
import org.headscope.engine.experiment.plan.TunedLensReadings;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.token.PromptException;

/** What follows loading, tokens, metric and interventions: the analysis itself. */
final class AnalysisScript {
    private AnalysisScript() {}

    static void of(Setup setup, Python script) throws ModelException, PromptException {
        switch (setup.plan().analysis()) {
            case NextTokens of -> RunScripts.nextTokens(setup, script, of);
            case Cached of -> RunScripts.cached(setup, script, of);
            case LensReadings of -> LensScripts.logitLens(setup, script, of);
            case TunedLensReadings of -> LensScripts.tunedLens(setup, script, of);
            case AttentionPatterns of -> AttentionScripts.patterns(setup, script, of);
            case ScoreSplits of -> AttentionScripts.scoreWriters(setup, script, of);
            case QueryKeyProducts of -> AttentionScripts.dimensions(setup, script, of);
            case HeadDetection of -> AttentionScripts.detectors(setup, script, of);
            case RepeatedTokenRoles of -> AttentionScripts.roles(setup, script, of);
            case PreservingAblation of -> throw Script.none(of, "in terms of TransformerLens");
            case SuppressionMap of -> throw Script.none(of, "in terms of TransformerLens");
            case ResidualParts of -> ResidualScripts.parts(setup, script, of);
            case LogitAttribution of -> ResidualScripts.attribution(setup, script, of);
            case Repair of -> RepairScript.of(setup, script, of);
            case AblationMap of -> PatchScripts.sweep(setup, script, of);
            case Patching of -> PatchScripts.patching(setup, script, of);
            case PatchEstimates of -> GradientScripts.patching(setup, script, of);
            case GradientProducts of -> GradientScripts.activations(setup, script, of);
            case HeadPaths of -> PathScripts.heads(setup, script, of);
            case SitePaths of -> PathScripts.sites(setup, script, of);
            case ComposedPaths of -> DirectPathScripts.patching(setup, script, of);
            case PathEstimates of -> DirectPathScripts.estimates(setup, script, of);
            case EffectSplit of -> PathScripts.effects(setup, script, of);
            case Circuit of -> CircuitScripts.circuit(setup, script, of);
            case Copying of -> CircuitScripts.copying(script, of);
            case Composition of -> CircuitScripts.composition(script, of);
            case SingularVectors of -> CircuitScripts.svd(setup, script, of);
            case TokenRows _, TokenRanks _, TokenNeighbours _ ->
                throw new PromptException(
                        "TransformerLens has no circuits between all tokens and no effective embeddings, so there is no"
                                + " script for this analysis.");
            case Statistics of -> RunScripts.statistics(script, of);
            case CorpusSurvey of -> SurveyScript.of(setup, script, of);
            case AnswerTest of -> RunScripts.answers(setup, script, of);
            case Continuation of -> GenerationScripts.continuation(setup, script, of);
            case Patchscoping of -> GenerationScripts.patchscope(setup, script, of);
        }
    }

    /** Positions of every prompt as an index, such as {@code :, [4, 7]}; {@code :, :} for all. */
    static String index(Setup setup, List<Integer> positions) throws PromptException {
        setup.checkCommon(positions);
        if (setup.isPadded()) {
            return "torch.arange(%d)[:, None], torch.tensor(%s)"
                    .formatted(setup.clean().size(), PaddingScript.places(setup, positions));
        }
        return ":, " + (positions.isEmpty() ? ":" : setup.counted(positions).toString());
    }
}
