"""The park as its managers keep it: parks, lots, capacities, investments, promises, and a row for everything done.

The park's row is also its lock: whoever gives a promise holds it first, so that two officers cannot give one lot in the
same second. Rules are the room's pure functions; rows here only remember.
"""

from typing import ClassVar

from django.db import models


class Park(models.Model):
    """One park of a province (slug), in a commune (code); `invented` when its rows came from an invented delivery."""

    province = models.SlugField(max_length=20)
    name = models.CharField(max_length=120)
    area = models.CharField(max_length=5, blank=True)
    invented = models.BooleanField(default=False)

    class Meta:
        """A province names each park once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["province", "name"], name="one_park_of_a_name")]

    def __str__(self) -> str:
        return self.name


class ParkLot(models.Model):
    """One lot in a commune (`area`, code); `uses` parted by semicolons, outline as WKT in degrees."""

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="lots")
    lot_id = models.CharField(max_length=20)
    area = models.CharField(max_length=5, blank=True)
    area_ha = models.FloatField()
    uses = models.CharField(max_length=200)
    power_mw = models.FloatField()
    outline = models.TextField(blank=True)

    class Meta:
        """A park numbers each lot once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["park", "lot_id"], name="one_lot_of_an_id")]

    def __str__(self) -> str:
        return self.lot_id


class ParkCapacity(models.Model):
    """What the park can supply of a utility from a day on."""

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="capacities")
    utility = models.CharField(max_length=20)
    from_on = models.DateField()
    amount = models.FloatField()

    def __str__(self) -> str:
        return f"{self.utility} {self.amount:g}"


class Investment(models.Model):
    """An investor's project; `since` maps each stage reached to its day, `wish` is what an enquiry said.

    `code` is the number it has in the register, empty for a lead that no register has seen yet.
    """

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="investments")
    investor = models.CharField(max_length=200)
    contact = models.CharField(max_length=200, blank=True)
    technology = models.CharField(max_length=40)
    origin = models.CharField(max_length=2)
    stage = models.CharField(max_length=12)
    since = models.JSONField(default=dict)
    wish = models.TextField(blank=True)
    capital_registered_usd = models.BigIntegerField(default=0)
    capital_paid_usd = models.BigIntegerField(default=0)
    licence = models.CharField(max_length=40, blank=True)
    jobs = models.PositiveIntegerField(default=0)
    group_revenue_usd = models.BigIntegerField(null=True, blank=True)
    code = models.CharField(max_length=30, blank=True)

    def __str__(self) -> str:
        return self.investor


class LotPromise(models.Model):
    """A lot and utilities held for an investment; a promise given back keeps its row with its last day."""

    lot = models.ForeignKey(ParkLot, on_delete=models.PROTECT, related_name="promises")
    investment = models.ForeignKey(Investment, on_delete=models.PROTECT, related_name="promises")
    use = models.CharField(max_length=40)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    needs = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.lot} → {self.investment}"


class ParkEvent(models.Model):
    """One thing done, by whom and when; written in the transaction that does it, never changed."""

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    who = models.CharField(max_length=150)
    what = models.CharField(max_length=40)
    details = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.what}"
