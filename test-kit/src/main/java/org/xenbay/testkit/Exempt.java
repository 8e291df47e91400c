// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a {@link BackendContract}: exempts the backend from a rule that it cannot keep yet, or that other tests check. A case that
 * finds the rule broken is skipped, with the reason. An exemption from {@link Rule#OUTLASTS_A_KILL} leaves out the cases of
 * kills, and one from {@link Rule#IS_FORGOTTEN} the case of class loaders.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Exempt.All.class)
public @interface Exempt {

    /** @return the rule */
    Rule rule();

    /** @return why */
    String because();

    /** Several exemptions. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {

        /** @return each */
        Exempt[] value();
    }
}
