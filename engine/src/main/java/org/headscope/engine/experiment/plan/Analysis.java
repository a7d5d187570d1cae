package org.headscope.engine.experiment.plan;

import org.headscope.engine.experiment.form.Kind;
import org.headscope.engine.experiment.form.Variants;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.PromptException;

/** What an experiment computes, with its parameters. A new one is a record with a form, listed in {@link #KIND}. */
public sealed interface Analysis
        permits NextTokens,
                Cached,
                LensReadings,
                TunedLensReadings,
                AttentionPatterns,
                ScoreSplits,
                QueryKeyProducts,
                HeadDetection,
                RepeatedTokenRoles,
                SuppressionMap,
                PreservingAblation,
                ResidualParts,
                LogitAttribution,
                Repair,
                AblationMap,
                Patching,
                PatchEstimates,
                GradientProducts,
                HeadPaths,
                SitePaths,
                ComposedPaths,
                PathEstimates,
                EffectSplit,
                Circuit,
                Copying,
                Composition,
                SingularVectors,
                TokenRows,
                TokenRanks,
                TokenNeighbours,
                Statistics,
                CorpusSurvey,
                AnswerTest,
                Continuation,
                Patchscoping {
    Kind<Analysis> KIND = Variants.of(
            NextTokens.FORM,
            Cached.FORM,
            LensReadings.FORM,
            TunedLensReadings.FORM,
            AttentionPatterns.FORM,
            ScoreSplits.FORM,
            QueryKeyProducts.FORM,
            HeadDetection.FORM,
            RepeatedTokenRoles.FORM,
            SuppressionMap.FORM,
            PreservingAblation.FORM,
            ResidualParts.FORM,
            LogitAttribution.FORM,
            Repair.FORM,
            AblationMap.FORM,
            Patching.FORM,
            PatchEstimates.FORM,
            GradientProducts.FORM,
            HeadPaths.FORM,
            SitePaths.FORM,
            ComposedPaths.FORM,
            PathEstimates.FORM,
            EffectSplit.FORM,
            Circuit.FORM,
            Copying.FORM,
            Composition.FORM,
            SingularVectors.FORM,
            TokenRows.FORM,
            TokenRanks.FORM,
            TokenNeighbours.FORM,
            Statistics.FORM,
            CorpusSurvey.FORM,
            AnswerTest.FORM,
            Continuation.FORM,
            Patchscoping.FORM);

    /**
     * Computes it.
     *
     * @throws PromptException if prompts or answers do not fit the model or the analysis
     * @throws ModelException if a file that the experiment names cannot be used
     * @throws IllegalArgumentException if the analysis does not make sense for the model
     */
    void run(Setup setup, Results results, Progress progress) throws PromptException, ModelException;
}
