// SPDX-License-Identifier: Apache-2.0
/**
 * The platform's guarantees for every device, as tests that a backend's test inherits. With JUnit, on the embedded Xen.
 */
package org.xenbay.testkit;
