"""The four honest simple methods a forecast chooses among: naive, drift, Theta and damped exponential smoothing.

Takes a history as an array, gives the path of the coming steps. The methods are `statsforecast`'s; its import costs
about two seconds, so it happens on the first forecast and never when a page or a verb merely starts.
Choosing a method, and how far to trust it, is `forecast.py`.
"""

from functools import cache
from importlib import import_module
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from tinhso.base.label import Label

METHODS: dict[str, Label] = {
    "naive": Label("như năm gần nhất (cùng mùa)", "as last year (same season)", "เท่ากับปีล่าสุด (ฤดูกาลเดียวกัน)"),
    "drift": Label("tiếp tục mức thay đổi bình quân", "mean change continued", "ต่อเนื่องตามการเปลี่ยนแปลงเฉลี่ย"),
    "theta": Label("phương pháp Theta", "Theta method", "วิธีทีตา"),
    "damped_trend": Label(
        "san bằng mũ với xu hướng tắt dần",
        "exponential smoothing with a damped trend",
        "การปรับเรียบเอ็กซ์โพเนนเชียลแบบแนวโน้มหน่วง",
    ),
}


def forecast_by(
    method: str, history: NDArray[np.float64], season_length: int, horizon: int
) -> NDArray[np.float64] | None:
    """Return the next `horizon` values by a method of METHODS; None when it needs a longer history.

    Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice (2021), 5.2 and 8; Assimakopoulos &
    Nikolopoulos (2000) for Theta.
    """
    models = _models()
    seasonal = season_length > 1
    if method == "naive":
        model = models.SeasonalNaive(season_length) if seasonal else models.Naive()
    elif method == "drift":
        model = models.RandomWalkWithDrift()
    elif method == "theta":
        model = models.Theta(season_length=season_length, decomposition_type="additive")
    elif method == "damped_trend":
        model = models.AutoETS(season_length=season_length, model="AAA" if seasonal else "AAN", damped=True)
    else:
        raise KeyError(method)
    try:
        path = model.forecast(y=history.copy(), h=horizon)["mean"]
    except NotImplementedError:  # the library's word for "tiny datasets"
        return None
    return np.asarray(path, dtype=np.float64)


@cache
def _models() -> ModuleType:
    return import_module("statsforecast.models")
