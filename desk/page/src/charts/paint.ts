// A chart as a picture of points, without an <img>: the content security policy of the desk lets no image be loaded
// from memory, so the shapes are painted one by one on a canvas, with the look that the style sheet gives them.

function shown(element: Element): boolean {
  const style = getComputedStyle(element);
  return style.display !== "none" && style.visibility !== "hidden";
}

function backgroundOf(element: Element): string {
  for (let e: Element | null = element; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor;
    if (colour && colour !== "transparent" && !/rgba\(.*, 0\)/.test(colour)) return colour;
  }
  return "white";
}

function outline(shape: Element): Path2D | null {
  const n = (name: string): number => Number(shape.getAttribute(name) ?? 0);
  const path = new Path2D();
  switch (shape.localName) {
    case "path":
      return new Path2D(shape.getAttribute("d") ?? "");
    case "rect":
      path.rect(n("x"), n("y"), n("width"), n("height"));
      return path;
    case "circle":
      path.arc(n("cx"), n("cy"), n("r"), 0, 2 * Math.PI);
      return path;
    case "line":
      path.moveTo(n("x1"), n("y1"));
      path.lineTo(n("x2"), n("y2"));
      return path;
    default:
      return null;
  }
}

function words(context: CanvasRenderingContext2D, element: Element, style: CSSStyleDeclaration): void {
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.textAlign = style.textAnchor === "middle" ? "center" : style.textAnchor === "end" ? "right" : "left";
  context.textBaseline = style.dominantBaseline === "middle" || style.dominantBaseline === "central" ? "middle" : "alphabetic";
  const text = element.textContent ?? "";
  const x = Number(element.getAttribute("x") ?? 0);
  const y = Number(element.getAttribute("y") ?? 0);
  if (style.stroke !== "none" && style.paintOrder.startsWith("stroke")) context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

// Paints what the charts draw: path, rect, circle, line, text, in groups with transforms.
export function paintSvg(svg: SVGSVGElement, scale = 2): HTMLCanvasElement {
  const box = svg.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(box.width * scale));
  canvas.height = Math.max(1, Math.round(box.height * scale));
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  context.fillStyle = backgroundOf(svg);
  context.fillRect(0, 0, canvas.width, canvas.height);
  const paint = (element: Element, alpha: number): void => {
    if (!shown(element)) return;
    const style = getComputedStyle(element);
    const through = alpha * Number(style.opacity || 1);
    if (element instanceof SVGGraphicsElement && (element.localName === "text" || outline(element))) {
      const matrix = element.getCTM();
      if (matrix) context.setTransform(matrix.a * scale, matrix.b * scale, matrix.c * scale, matrix.d * scale, matrix.e * scale, matrix.f * scale);
      const size = matrix && style.getPropertyValue("vector-effect") === "non-scaling-stroke" ? Math.hypot(matrix.a, matrix.b) || 1 : 1;
      context.lineWidth = (parseFloat(style.strokeWidth) || 1) / size;
      context.setLineDash((style.strokeDasharray === "none" ? "" : style.strokeDasharray).split(/[ ,]+/).map(parseFloat).filter(Number.isFinite).map((d) => d / size));
      context.lineCap = style.strokeLinecap as CanvasLineCap;
      context.lineJoin = style.strokeLinejoin as CanvasLineJoin;
      context.fillStyle = style.fill;
      context.strokeStyle = style.stroke;
      if (element.localName === "text") {
        context.globalAlpha = through;
        words(context, element, style);
        return;
      }
      const path = outline(element);
      if (path && style.fill !== "none" && element.localName !== "line") {
        context.globalAlpha = through * Number(style.fillOpacity || 1);
        context.fill(path);
      }
      if (path && style.stroke !== "none") {
        context.globalAlpha = through * Number(style.strokeOpacity || 1);
        context.stroke(path);
      }
      return;
    }
    for (const child of Array.from(element.children)) paint(child, through);
  };
  for (const child of Array.from(svg.children)) paint(child, 1);
  return canvas;
}
