// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import aQute.bnd.annotation.xml.XMLAttribute;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * For a component with a {@code @Modified} method. With this annotation, Felix's implementation of Declarative Services calls
 * that method also when the configuration is deleted. Without it, Felix deactivates the component and makes a new one, which
 * parks each device of a backend.
 */
@XMLAttribute(
        namespace = "http://felix.apache.org/xmlns/scr/extensions/v1.0.0",
        prefix = "felix",
        mapping = "value=deleteCallsModify")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ModifiedOnDelete {

    /** @return whether the method is called */
    boolean value() default true;
}
