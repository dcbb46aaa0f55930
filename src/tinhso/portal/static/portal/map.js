// Puts a Leaflet map, without tiles, above the picture the server drew in every <figure class="map" data-map>.
// Takes data-features (a GeoJSON FeatureCollection; properties label, lines, href, step, kind, radius_px), data-here (the
// id of the feature to mark), data-raster with data-raster-bounds ("south,west,north,east") and data-raster-opacity.
// Shapes are one stop of Tab; arrows go to the neighbour, Enter opens what is known of it, + and - zoom, Escape closes.
// Without scripts, without Leaflet, or when the features cannot be had, the server's picture stays.
"use strict";
(() => {
  const WORDS = {
    vi: { zoomIn: "Phóng to", zoomOut: "Thu nhỏ", close: "Đóng", open: "Xem trang", keys: "Phím mũi tên: sang nơi bên cạnh; Enter: xem số liệu; + và −: phóng to, thu nhỏ." },
    en: { zoomIn: "Zoom in", zoomOut: "Zoom out", close: "Close", open: "See its page", keys: "Arrow keys: go to the next place; Enter: see its figures; + and −: zoom." },
    th: { zoomIn: "ขยาย", zoomOut: "ย่อ", close: "ปิด", open: "ดูหน้า", keys: "ปุ่มลูกศร: ไปยังที่ข้างเคียง; Enter: ดูตัวเลข; + และ −: ขยายหรือย่อ" },
  };
  const words = WORDS[document.documentElement.lang] || WORDS.vi;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const made = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text || "";
    return element;
  };

  const popup = (properties) => {
    const card = made("div", "known");
    card.append(made("strong", "", properties.label));
    for (const line of properties.lines || []) card.append(made("p", "", line));
    if (properties.href) {
      const link = made("a", "", words.open);
      link.href = properties.href;
      card.append(link);
    }
    return card;
  };

  const classes = ({ kind, step }) => {
    const fill = kind === "area" || step !== undefined ? ` ${Number.isInteger(step) ? `c${step}` : "cn"}` : "";
    return `shape ${kind || "area"}${fill}`;
  };

  const emptyMap = (figure) => {
    const box = made("div", "leaf");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `${figure.querySelector("svg,img")?.getAttribute("aria-label") || ""} ${words.keys}`.trim());
    figure.prepend(box);
    figure.classList.add("live");
    const map = L.map(box, {
      attributionControl: false, zoomControl: false, keyboard: false, scrollWheelZoom: false, zoomSnap: 0.25, zoomDelta: 0.75,
      zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, dragging: !L.Browser.mobile,
    });
    L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    return map;
  };

  const addRaster = (map, { raster, rasterBounds, rasterOpacity }) => {
    if (!raster) return L.latLngBounds([]);
    const [south, west, north, east] = rasterBounds.split(",").map(Number);
    const bounds = L.latLngBounds([south, west], [north, east]);
    L.imageOverlay(raster, bounds, { opacity: Number(rasterOpacity || 0.7), alt: "" }).addTo(map);
    return bounds;
  };

  const addShapes = (map, features, here) =>
    L.geoJSON(features, {
      smoothFactor: 0.3,
      style: ({ id, properties }) => ({ className: classes(properties) + (here && String(id) === here ? " here" : "") }),
      pointToLayer: ({ properties }, at) => L.circleMarker(at, { radius: properties.radius_px || 6, className: classes(properties) }),
      onEachFeature: ({ properties }, layer) => {
        const first = (properties.lines || [])[0];
        layer.bindTooltip(first ? `${escaped(properties.label)} · ${escaped(first)}` : escaped(properties.label), { sticky: true });
        layer.bindPopup(() => popup(properties), { maxWidth: 260, autoPanPadding: [12, 12] });
      },
    }).addTo(map);

  const escaped = (text) => made("i", "", text).innerHTML;

  const centre = (map, layer) =>
    map.latLngToContainerPoint(layer.getLatLng ? layer.getLatLng() : layer.getBounds().getCenter());

  // The nearest shape in a direction: what lies straight ahead counts before what lies aside.
  const neighbour = (map, layers, from, [dx, dy]) => {
    const start = centre(map, from);
    let best = null;
    let least = Infinity;
    for (const layer of layers) {
      const { x, y } = centre(map, layer).subtract(start);
      const ahead = x * dx + y * dy;
      const cost = ahead + 2.5 * Math.abs(x * dy + y * dx);
      if (layer !== from && ahead > 1 && cost < least) [best, least] = [layer, cost];
    }
    return best;
  };

  const byKeyboard = (map, layers, first) => {
    const stand = (layer, focus) => {
      for (const each of layers) each.getElement()?.setAttribute("tabindex", each === layer ? "0" : "-1");
      if (focus) layer.getElement().focus({ preventScroll: true });
    };
    for (const layer of layers) {
      const element = layer.getElement();
      if (!element) continue;
      const { label, lines } = layer.feature.properties;
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", [label, ...(lines || [])].join(". "));
      element.addEventListener("keydown", (event) => {
        const found = ARROWS[event.key] && neighbour(map, layers, layer, ARROWS[event.key]);
        if (found) {
          stand(found, true);
          if (!map.getBounds().contains(map.containerPointToLatLng(centre(map, found)))) map.panInside(found.getBounds?.().getCenter() ?? found.getLatLng());
        } else if (event.key === "Enter" || event.key === " ") {
          layer.openPopup();
          layer.getPopup().getElement()?.querySelector("a")?.focus({ preventScroll: true });
        } else if (!ARROWS[event.key]) return;
        event.preventDefault();
      });
    }
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "+" || event.key === "=") map.zoomIn();
      else if (event.key === "-") map.zoomOut();
      else if (event.key === "Escape") map.closePopup();
    });
    map.on("popupopen", ({ popup: opened }) => opened.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", words.close));
    map.on("popupclose", ({ popup: closed }) => {
      const left = closed.getElement();
      if (left?.contains(document.activeElement)) closed._source?.getElement()?.focus({ preventScroll: true });
    });
    if (layers.length) stand(first || layers[0], false);
  };

  const frame = (map, bounds) => {
    if (!bounds.isValid()) return;
    map.fitBounds(bounds, { padding: [8, 8], animate: false });
    const whole = map.getZoom();
    map.setMinZoom(whole - 0.5).setMaxZoom(whole + 6).setMaxBounds(bounds.pad(0.25));
    // On a phone one finger scrolls the page until the map has been enlarged.
    if (L.Browser.mobile) map.on("zoomend", () => map.dragging[map.getZoom() > whole ? "enable" : "disable"]());
  };

  // A figure that is not laid out yet has no room, and a frame without room is nowhere.
  const laidOut = (map) =>
    new Promise((then) => {
      const watching = new ResizeObserver(([{ contentRect: { width, height } }]) => {
        if (width <= 16 || height <= 16) return;
        watching.disconnect();
        map.invalidateSize({ animate: false });
        then();
      });
      watching.observe(map.getContainer());
    });

  const draw = async (figure) => {
    let features;
    try {
      const answer = await fetch(figure.dataset.features);
      if (!answer.ok) return;
      features = await answer.json();
    } catch {
      return;
    }
    const map = emptyMap(figure);
    const covered = addRaster(map, figure.dataset);
    await laidOut(map);
    frame(map, covered.extend(L.geoJSON(features).getBounds()));
    const shapes = addShapes(map, features, figure.dataset.here);
    const layers = shapes.getLayers().filter((layer) => layer.getElement);
    byKeyboard(map, layers, layers.find((layer) => String(layer.feature.id) === figure.dataset.here));
    shapes.eachLayer((layer) => layer.getElement?.()?.classList.contains("here") && layer.bringToFront());
    figure.dataset.map = "drawn";
  };

  const start = () => {
    if (!window.L) return;
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        seen.unobserve(entry.target);
        draw(entry.target);
      }
    }, { rootMargin: "400px" });
    for (const figure of document.querySelectorAll("figure[data-map][data-features]")) seen.observe(figure);
  };
  start();
})();
