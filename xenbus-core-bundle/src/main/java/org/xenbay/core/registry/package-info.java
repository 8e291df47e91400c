// SPDX-License-Identifier: Apache-2.0
/** The present devices, domains and backends, and how they are matched. */
package org.xenbay.core.registry;
