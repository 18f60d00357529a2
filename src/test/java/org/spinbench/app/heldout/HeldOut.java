package org.spinbench.app.heldout;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A test of the Maven profile {@code held-out}: published figures, measured again on seeds, chips
 * and recordings that nothing was tuned on, against bounds that stood before the first run.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("held-out")
@EnabledIfSystemProperty(
    named = "spinbench.held-out",
    matches = "true",
    disabledReason = "takes minutes: run it with the Maven profile held-out (docs/benchmarks.md)")
public @interface HeldOut {}
