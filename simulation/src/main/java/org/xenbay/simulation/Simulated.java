// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A parameterized test with a seed, a {@code long}, as its parameter, of whose threads the seed decides every switch. It fails
 * with the step at which it failed, and does so again for the same seed. It has to wait by means of this project's classes or the
 * JDK's, not by those of a library.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SimulatedRun.class)
public @interface Simulated {}
