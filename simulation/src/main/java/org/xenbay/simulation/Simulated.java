// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A parameterized test whose parameter, a {@code long}, is a seed that decides every switch between threads. A failure names
 * its step, and occurs again for the same seed. The test has to wait with classes of this project or of the JDK, not of a
 * library.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SimulatedRun.class)
public @interface Simulated {}
