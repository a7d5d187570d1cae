package org.headscope.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.headscope.engine.GoldenModel;
import org.headscope.engine.io.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value of config.json that would change the numbers is read or refused in one sentence, never passed over. */
class RefusedConfigTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "opt | do_layer_norm_before | false | The field do_layer_norm_before in config.json is false: Headscope"
                        + " reads OPT models with norms in front of attention and MLP only.",
                "opt | word_embed_proj_dim | 16 | The field word_embed_proj_dim in config.json is 16: ",
                "opt | _remove_final_layer_norm | true | is true: Headscope reads OPT models with a final norm only.",
                "opt | layer_norm_elementwise_affine | false | is false: Headscope reads OPT models whose norms have",
                "opt | activation_function | \"mish\" | The activation function \"mish\" in config.json is not"
                        + " supported",
                "falcon | alibi | true | The field alibi in config.json is true: Headscope reads Falcon models like",
                "falcon | new_decoder_architecture | true | The field new_decoder_architecture in config.json is true",
                "falcon | multi_query | false | The field multi_query in config.json is false",
                "falcon | parallel_attn | false | The field parallel_attn in config.json is false",
                "bloom | apply_residual_connection_post_layernorm | true | whose residual stream bypasses the norms",
                "phi | qk_layernorm | true | Headscope reads Phi models without norms of queries and keys only.",
                "gptj | rotary_dim | 12 | The field rotary_dim in config.json is 12: it should be an even number",
                "gpt-neo | attention_layers | [\"global\",\"local\"] | it should name the attention of each of 3"
                        + " layers.",
                "gpt-neo | attention_layers | [\"global\",\"local\",\"strided\"] | knows global and local attention"
                        + " only.",
                "llama | rope_parameters | {\"rope_type\":\"yarn\",\"rope_theta\":10000.0} | The scaling of rotary"
                    + " positions \"yarn\" in config.json is not supported; Headscope knows: default, linear, llama3.",
                "llama | rope_parameters | {\"rope_theta\":-1} | The field rope_parameters.rope_theta in config.json is"
                        + " -1 but should be a number of at least 0.",
                "llama | rope_parameters | 7 | The field rope_parameters in config.json is 7 but should be an object.",
                "llama | mlp_bias | true | Headscope reads gated MLPs without biases only.",
                "llama | hidden_act | \"gelu_10\" | The activation function \"gelu_10\" in config.json is not"
                        + " supported",
                "llama | num_key_value_heads | 3 | is 3 but should be a divisor of the 4 query heads.",
                "gemma2 | use_bidirectional_attention | true | Headscope reads models whose attention looks back only.",
                "gemma2 | layer_types | [\"full_attention\"] | it should name the attention of each of 3 layers.",
                "qwen2 | layer_types | [\"full_attention\",\"linear_attention\"] | knows full_attention and"
                        + " sliding_att",
                "attn-only | normalization_type | \"BN\" | Headscope knows LN, LNPre, RMS, RMSPre and none.",
                "attn-only | positional_embedding_type | \"relative_positional_bias\" | Headscope knows standard,",
                "attn-only | attention_dir | \"bidirectional\" | Headscope reads models whose attention looks back"
                        + " only.",
                "attn-only | num_experts | 4 | Headscope reads models without experts only.",
                "attn-only | d_vocab_out | 12 | Headscope reads models that predict the 199 tokens that they read"
                        + " only.",
                "attn-only | use_qk_norm | true | Headscope reads norms of queries and keys with rotary positions"
                        + " only.",
                "attn-only | use_local_attn | true | config.json lacks the field window_size.",
                "solu | act_fn | \"xielu\" | The activation function \"xielu\" in config.json is not supported",
                "solu | gated_mlp | true | Headscope knows SoLU without a gate only."
            })
    void isRefused(String model, String field, String value, String sentence) throws Exception {
        ObjectNode config = new GoldenModel(model).json("config.json").deepCopy();
        config.set(field, new ObjectMapper().readTree(value));
        assertRefused(config, sentence);
    }

    /** The long contexts of Phi-3 rescale frequencies in a way of their own. */
    @Test
    void scalingUnderOldNamesIsRefusedToo() throws Exception {
        ObjectNode config = new GoldenModel("llama").json("config-legacy.json").deepCopy();
        config.putObject("rope_scaling").put("type", "longrope").put("factor", 2);
        assertRefused(config, "The scaling of rotary positions \"longrope\" in config.json is not supported");
    }

    @ParameterizedTest
    @CsvSource({"mamba", "gpt_bigcode", "gemma3", "qwen2_moe", "mixtral"})
    void anArchitectureThatIsNotReadIsToldWhichAre(String type) {
        JsonNode config = new ObjectMapper().createObjectNode().put("model_type", type);
        assertRefused(
                config,
                "The architecture \"" + type + "\" is not supported; Headscope reads: gpt2, gpt_neo, gpt_neox, gptj,"
                        + " opt, bloom, falcon, phi, mingpt, transformer_lens, llama, mistral, qwen2, qwen3, gemma,"
                        + " gemma2, gemma3_text, phi3.");
    }

    @Test
    void qwenSeesAWindowInItsLastLayersOnlyIfItSaysSo() throws Exception {
        ObjectNode config = new GoldenModel("qwen2").json("config-legacy.json").deepCopy();
        config.put("sliding_window", 5).put("max_window_layers", 1);
        assertEquals(List.of(0, 0), windows(config));
        assertEquals(List.of(0, 5), windows(config.put("use_sliding_window", true)));
        assertEquals(List.of(5, 5), windows(config.put("max_window_layers", 0)));
    }

    @Test
    void mistralSeesEverythingIfItsWindowIsNull() throws Exception {
        ObjectNode config = new GoldenModel("mistral").json("config.json").deepCopy();
        assertEquals(List.of(4, 4, 4), windows(config));
        assertEquals(List.of(0, 0, 0), windows(config.putNull("sliding_window")));
        config.remove("sliding_window");
        assertEquals(List.of(4096, 4096, 4096), windows(config));
    }

    private static List<Integer> windows(JsonNode config) throws ModelException {
        return read(config).attention().windows();
    }

    private static ModelConfig read(JsonNode config) throws ModelException {
        return Family.of(config).config(new ConfigReader(config));
    }

    private static void assertRefused(JsonNode config, String sentence) {
        var refusal = assertThrows(ModelException.class, () -> read(config));
        assertTrue(refusal.getMessage().contains(sentence), refusal.getMessage());
        assertTrue(refusal.getMessage().endsWith("."), refusal.getMessage());
    }
}
