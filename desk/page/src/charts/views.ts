// The charts' entries in the registry of views.
import type { View } from "../views";

export const chartViews: View[] = [];
