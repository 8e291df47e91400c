// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a {@link BackendContract}: a rule that the backend cannot keep yet, or that other tests look at. A case that finds the rule
 * broken is skipped then, with the reason; the cases of kills are left out with
 * {@link Rule#OUTLASTS_A_KILL}, the case of class loaders with {@link Rule#IS_FORGOTTEN}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Exempt.All.class)
public @interface Exempt {

    /** @return the rule */
    Rule rule();

    /** @return why */
    String because();

    /** Several of them. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {

        /** @return each */
        Exempt[] value();
    }
}
