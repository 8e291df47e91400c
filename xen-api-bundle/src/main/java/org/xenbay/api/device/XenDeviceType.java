// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Requirement;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Names the device types that a backend serves. This annotation on its component is the whole registration:
 *
 * <pre>{@code
 * @Component
 * @XenDeviceType("console")
 * public final class ConsoleBackend implements XenDevOps { ... }
 * }</pre>
 *
 * It becomes the service property {@code xen.device.type}, and a requirement on a core, so that a resolver adds one.
 */
@ComponentPropertyType
@Requirement(
        namespace = XenDeviceType.CORE_NAMESPACE,
        name = XenDeviceType.CORE_NAME,
        version = XenDeviceType.CORE_VERSION,
        effective = "active")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface XenDeviceType {

    /** Namespace of the capability that a core provides. */
    String CORE_NAMESPACE = "osgi.implementation";

    /** Name of the capability that a core provides. */
    String CORE_NAME = "org.xenbay.core";

    /** Version of the contract between core and backends; a backend needs this one or a later one, up to the next major version. */
    String CORE_VERSION = "1.0.0";

    /** @return the types, as in {@code backend/<type>} */
    String[] value();
}
